import type { CelFunction } from './cel-function';
import { CelError, Duration, isList, numberOf, Timestamp, Uint, type CelValue } from './values';

const INT_MAX = 2n ** 63n - 1n;
const INT_MIN = -(2n ** 63n);
const UINT_MAX = 2n ** 64n - 1n;

/** Operators on numbers, times and texts. */
export const arithmetic: Readonly<Record<string, CelFunction>> = {
  '_+_': (a, b) => sum(a, b) ?? numbers(a, b, { integer: (x, y) => x + y, double: (x, y) => x + y }),
  '_-_': (a, b) => difference(a, b) ?? numbers(a, b, { integer: (x, y) => x - y, double: (x, y) => x - y }),
  '_*_': (a, b) => numbers(a, b, { integer: (x, y) => x * y, double: (x, y) => x * y }),
  '_/_': (a, b) => numbers(a, b, { integer: (x, y) => divided(x, y, 'division by zero'), double: (x, y) => x / y }),
  '_%_': (a, b) => numbers(a, b, { integer: (x, y) => remainder(x, y) }),
  '-_': (a) => (typeof a === 'bigint' ? inRange(-a) : typeof a === 'number' ? -a : undefined),
  '!_': (a) => (typeof a === 'boolean' ? !a : undefined),
  '_<_': (a, b) => compared(a, b, (order) => order < 0),
  '_<=_': (a, b) => compared(a, b, (order) => order <= 0),
  '_>_': (a, b) => compared(a, b, (order) => order > 0),
  '_>=_': (a, b) => compared(a, b, (order) => order >= 0),
};

/** Negative, zero or positive; undefined for values that have no order. */
export function order(a: CelValue | undefined, b: CelValue | undefined): number | undefined {
  const [x, y] = [numberOf(a ?? null), numberOf(b ?? null)];
  if (x !== undefined && y !== undefined) return x < y ? -1 : Number(x > y);
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : Number(a > b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  const times = (a instanceof Timestamp && b instanceof Timestamp) || (a instanceof Duration && b instanceof Duration);
  if (times) return a.nanos < b.nanos ? -1 : Number(a.nanos > b.nanos);
  if (!(a instanceof Uint8Array) || !(b instanceof Uint8Array)) return undefined;
  const at = a.findIndex((byte, index) => byte !== b[index]);
  return at < 0 || at >= b.length ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? 0);
}

interface Operation {
  readonly integer: (a: bigint, b: bigint) => bigint;
  readonly double?: (a: number, b: number) => number;
}

function numbers(a: CelValue | undefined, b: CelValue | undefined, { integer, double }: Operation): CelValue | undefined {
  if (typeof a === 'bigint' && typeof b === 'bigint') return inRange(integer(a, b));
  if (typeof a === 'number' && typeof b === 'number') return double?.(a, b);
  if (!(a instanceof Uint) || !(b instanceof Uint)) return undefined;
  const value = integer(a.value, b.value);
  if (value < 0n || value > UINT_MAX) throw new CelError('unsigned integer overflow');
  return new Uint(value);
}

function sum(a: CelValue | undefined, b: CelValue | undefined): CelValue | undefined {
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Uint8Array.from([...a, ...b]);
  if (a !== undefined && b !== undefined && isList(a) && isList(b)) return [...a, ...b];
  if (a instanceof Duration && b instanceof Duration) return new Duration(a.nanos + b.nanos);
  if (a instanceof Timestamp && b instanceof Duration) return new Timestamp(a.nanos + b.nanos);
  return a instanceof Duration && b instanceof Timestamp ? new Timestamp(a.nanos + b.nanos) : undefined;
}

function difference(a: CelValue | undefined, b: CelValue | undefined): CelValue | undefined {
  if (a instanceof Timestamp && b instanceof Timestamp) return new Duration(a.nanos - b.nanos);
  if (a instanceof Timestamp && b instanceof Duration) return new Timestamp(a.nanos - b.nanos);
  return a instanceof Duration && b instanceof Duration ? new Duration(a.nanos - b.nanos) : undefined;
}

function compared(a: CelValue | undefined, b: CelValue | undefined, test: (order: number) => boolean): boolean | undefined {
  const found = order(a, b);
  return found === undefined ? undefined : test(found);
}

function divided(a: bigint, b: bigint, why: string): bigint {
  if (b === 0n) throw new CelError(why);
  return a / b;
}

function remainder(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new CelError('modulus by zero');
  return a % b;
}

function inRange(value: bigint): bigint {
  if (value > INT_MAX || value < INT_MIN) throw new CelError('integer overflow');
  return value;
}
