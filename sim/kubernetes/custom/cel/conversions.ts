import { formatRfc3339, parseDuration, parseRfc3339 } from '../../../../base/go';
import type { CelFunction } from './cel-function';
import { CelError, Duration, numberOf, Opaque, Timestamp, Uint, type CelValue } from './values';

const BILLION = 1_000_000_000n;
const INT_MAX = 2n ** 63n - 1n;

/** From one type to another. */
export const conversions: Readonly<Record<string, CelFunction>> = {
  int: (value = null) => integer(value),
  uint: (value = null) => {
    const number = integer(value);
    if (number === undefined || number < 0n) throw new CelError('unsigned integer overflow');
    return new Uint(number);
  },
  double: (value = null) => double(value),
  string: (value = null) => text(value),
  bytes: (value) => (typeof value === 'string' ? new TextEncoder().encode(value) : value instanceof Uint8Array ? value : undefined),
  bool: (value) => (typeof value === 'boolean' ? value : typeof value === 'string' ? truth(value) : undefined),
  timestamp: (value = null) => timestamp(value),
  duration: (value = null) => duration(value),
};

function integer(value: CelValue): bigint | undefined {
  if (value instanceof Timestamp) return value.nanos / BILLION;
  if (value instanceof Duration) return value.nanos;
  if (typeof value === 'string') {
    if (!/^[+-]?\d+$/.test(value)) throw new CelError(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
    return BigInt(value);
  }
  const number = numberOf(value);
  if (number === undefined) return undefined;
  if (typeof number === 'number' && !Number.isFinite(number)) throw new CelError('integer overflow');
  const whole = typeof number === 'bigint' ? number : BigInt(Math.trunc(number));
  if (whole > INT_MAX || whole < -INT_MAX - 1n) throw new CelError('integer overflow');
  return whole;
}

function double(value: CelValue): number | undefined {
  if (typeof value !== 'string') {
    const number = numberOf(value);
    return number === undefined ? undefined : Number(number);
  }
  const number = Number(value);
  if (value.trim() === '' || Number.isNaN(number))
    throw new CelError(`strconv.ParseFloat: parsing ${JSON.stringify(value)}: invalid syntax`);
  return number;
}

function text(value: CelValue): string | undefined {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (value instanceof Duration) return `${Number(value.nanos) / 1e9}s`;
  if (value instanceof Timestamp) return timeText(value);
  if (value instanceof Opaque) return value.text;
  const number = numberOf(value);
  if (number !== undefined) return String(number);
  return typeof value === 'boolean' ? String(value) : undefined;
}

function timeText({ nanos }: Timestamp): string {
  const seconds = nanos / BILLION - (nanos % BILLION < 0n ? 1n : 0n);
  const fraction = nanos - seconds * BILLION;
  const whole = formatRfc3339('seconds', { seconds: Number(seconds), nanos: 0 });
  return fraction === 0n ? whole : whole.replace('Z', `.${String(fraction).padStart(9, '0').replace(/0+$/, '')}Z`);
}

function truth(value: string): boolean {
  if (['1', 't', 'true', 'TRUE', 'True'].includes(value)) return true;
  if (['0', 'f', 'false', 'FALSE', 'False'].includes(value)) return false;
  throw new CelError(`strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`);
}

function timestamp(value: CelValue): CelValue | undefined {
  if (typeof value === 'bigint') return new Timestamp(value * BILLION);
  if (typeof value !== 'string') return value instanceof Timestamp ? value : undefined;
  const time = parseRfc3339('seconds', value);
  if ('error' in time) throw new CelError(time.error);
  return new Timestamp(BigInt(time.seconds) * BILLION + BigInt(time.nanos));
}

function duration(value: CelValue): CelValue | undefined {
  if (typeof value === 'bigint') return new Duration(value);
  if (typeof value !== 'string') return value instanceof Duration ? value : undefined;
  try {
    return new Duration(parseDuration(value));
  } catch (error) {
    throw new CelError(error instanceof Error ? error.message : String(error));
  }
}
