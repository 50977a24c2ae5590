/** A CEL value: integers are bigints, doubles numbers; maps and objects are Maps. */
export type CelValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | readonly CelValue[]
  | ReadonlyMap<CelValue, CelValue>
  | Uint
  | Timestamp
  | Duration
  | Optional
  | Opaque;

export class Uint {
  constructor(readonly value: bigint) {}
}

export class Timestamp {
  constructor(readonly nanos: bigint) {}
}

export class Duration {
  constructor(readonly nanos: bigint) {}
}

/** `undefined` is none. */
export class Optional {
  constructor(readonly value: CelValue | undefined) {}
}

/** A value of one of Kubernetes' own types: quantity, url, ip, cidr, semver, format, and types themselves. */
export class Opaque {
  constructor(
    readonly type: string,
    readonly text: string,
    readonly data?: unknown,
  ) {}
}

export function isList(value: CelValue): value is readonly CelValue[] {
  return Array.isArray(value);
}

export function isMap(value: CelValue): value is ReadonlyMap<CelValue, CelValue> {
  return value instanceof Map;
}

/** CEL's equality: numbers of different kinds compare by value, everything else of different kinds is different. */
export function equal(a: CelValue, b: CelValue): boolean {
  if (a === b) return true;
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return x === y || Number(x) === Number(y);
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, index) => equal(item, b[index] ?? null));
  if (isMap(a) && isMap(b)) return a.size === b.size && [...a].every(([key, value]) => b.has(key) && equal(value, b.get(key) ?? null));
  if (a instanceof Uint8Array && b instanceof Uint8Array) return a.length === b.length && a.every((byte, index) => byte === b[index]);
  if (a instanceof Timestamp && b instanceof Timestamp) return a.nanos === b.nanos;
  if (a instanceof Duration && b instanceof Duration) return a.nanos === b.nanos;
  if (a instanceof Optional && b instanceof Optional) {
    if (a.value === undefined || b.value === undefined) return a.value === b.value;
    return equal(a.value, b.value);
  }
  return a instanceof Opaque && b instanceof Opaque && a.type === b.type && a.text === b.text;
}

/** Of an int, uint or double. */
export function numberOf(value: CelValue): bigint | number | undefined {
  if (value instanceof Uint) return value.value;
  return typeof value === 'bigint' || typeof value === 'number' ? value : undefined;
}

/** What evaluation ends with, in cel-go's words. */
export class CelError extends Error {}
