import { order } from './arithmetic';
import type { CelFunction } from './cel-function';
import { CelError, Duration, equal, isList, isMap, numberOf, Optional, Opaque, Uint, type CelValue } from './values';

/** Functions of lists, maps and optionals, and those that take anything. */
export const listFunctions: Readonly<Record<string, CelFunction>> = {
  size: (value) => sizeOf(value ?? null),
  '_[_]': (container, key) => found(container, key) ?? missing(container, key),
  '_[?_]': (container, key) => new Optional(found(container, key)),
  '@in': (value = null, container = null) =>
    isList(container) ? container.some((item) => equal(item, value)) : isMap(container) ? keyIn(container, value) : undefined,
  isSorted: (list) => withList(list, (items) => items.every((item, index) => index === 0 || (order(items[index - 1], item) ?? 1) <= 0)),
  sum: (list) => withList(list, total),
  min: (list) => withList(list, (items) => extreme(items, 'min', -1)),
  max: (list) => withList(list, (items) => extreme(items, 'max', 1)),
  indexOf: (list, value = null) => withList(list, (items) => BigInt(items.findIndex((item) => equal(item, value)))),
  lastIndexOf: (list, value = null) => withList(list, (items) => BigInt(items.map((item) => equal(item, value)).lastIndexOf(true))),
  type: (value = null) => new Opaque('type', typeName(value)),
  dyn: (value) => value,
  hasValue: (optional) => (optional instanceof Optional ? optional.value !== undefined : undefined),
  value: (optional) => (optional instanceof Optional ? valueOf(optional) : undefined),
  or: (optional, other) => (optional instanceof Optional && optional.value === undefined ? other : optional),
  'optional.of': (value) => new Optional(value),
  'optional.none': () => new Optional(undefined),
  'optional.ofNonZeroValue': (value = null) => new Optional(isZero(value) ? undefined : value),
  'sets.contains': (list = null, other = null) => (isList(list) && isList(other) ? covers(list, other) : undefined),
  'sets.equivalent': (list = null, other = null) =>
    isList(list) && isList(other) ? covers(list, other) && covers(other, list) : undefined,
  'sets.intersects': (list = null, other = null) =>
    isList(list) && isList(other) ? other.some((item) => list.some((one) => equal(one, item))) : undefined,
};

function sizeOf(value: CelValue): bigint | undefined {
  if (typeof value === 'string') return BigInt(Array.from(value).length);
  if (value instanceof Uint8Array || isList(value)) return BigInt(value.length);
  return isMap(value) ? BigInt(value.size) : undefined;
}

function found(container: CelValue | undefined, key: CelValue | undefined): CelValue | undefined {
  const inside = container instanceof Optional ? container.value : container;
  if (inside === undefined || key === undefined) return undefined;
  const index = numberOf(key);
  if (isList(inside)) return index === undefined ? undefined : inside[Number(index)];
  if (!isMap(inside)) return undefined;
  if (inside.has(key)) return inside.get(key);
  return index === undefined ? undefined : [...inside].find(([one]) => equal(one, key))?.[1];
}

function missing(container: CelValue | undefined, key: CelValue | undefined): CelValue | undefined {
  if (container instanceof Optional) return new Optional(undefined);
  if (container === undefined || key === undefined) return undefined;
  if (isMap(container)) throw new CelError(`no such key: ${textOf(key)}`);
  if (isList(container)) throw new CelError(`index out of bounds: ${textOf(key)}`);
  return undefined;
}

function textOf(key: CelValue): string {
  return String(numberOf(key) ?? (typeof key === 'string' || typeof key === 'boolean' ? key : ''));
}

function keyIn(map: ReadonlyMap<CelValue, CelValue>, key: CelValue): boolean {
  return map.has(key) || (numberOf(key) !== undefined && [...map.keys()].some((one) => equal(one, key)));
}

function withList(value: CelValue | undefined, use: (items: readonly CelValue[]) => CelValue): CelValue | undefined {
  return value !== undefined && isList(value) ? use(value) : undefined;
}

function total(items: readonly CelValue[]): CelValue {
  const [first] = items;
  if (typeof first === 'number') return items.reduce<number>((sum, item) => sum + Number(numberOf(item) ?? 0), 0);
  if (first instanceof Duration)
    return new Duration(items.reduce<bigint>((sum, item) => sum + (item instanceof Duration ? item.nanos : 0n), 0n));
  const sum = items.reduce<bigint>((all, item) => all + BigInt(numberOf(item) ?? 0), 0n);
  return first instanceof Uint ? new Uint(sum) : sum;
}

function extreme(items: readonly CelValue[], name: string, sign: 1 | -1): CelValue {
  const [first, ...rest] = items;
  if (first === undefined) throw new CelError(`${name} called on empty list`);
  return rest.reduce((best, item) => ((order(item, best) ?? 0) * sign > 0 ? item : best), first);
}

function valueOf({ value }: Optional): CelValue {
  if (value === undefined) throw new CelError('optional.none() dereference');
  return value;
}

function isZero(value: CelValue): boolean {
  if (value === null || value === false || value === '' || value === 0n || value === 0) return true;
  if (isList(value) || value instanceof Uint8Array) return value.length === 0;
  return (isMap(value) && value.size === 0) || (value instanceof Uint && value.value === 0n);
}

function covers(list: readonly CelValue[], part: readonly CelValue[]): boolean {
  return part.every((item) => list.some((one) => equal(one, item)));
}

function typeName(value: CelValue): string {
  if (value === null) return 'null_type';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'double';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (value instanceof Uint) return 'uint';
  if (value instanceof Uint8Array) return 'bytes';
  return isList(value) ? 'list' : isMap(value) ? 'map' : value.constructor.name.toLowerCase();
}
