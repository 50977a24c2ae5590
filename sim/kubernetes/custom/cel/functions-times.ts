import type { CelFunction } from './cel-function';
import { CelError, Duration, Timestamp, type CelValue } from './values';

const DAY = 86_400_000;

/** Parts of times, in UTC or at an offset such as `+02:00`, and of durations. */
export const timeFunctions: Readonly<Record<string, CelFunction>> = {
  getFullYear: part((date) => date.getUTCFullYear()),
  getMonth: part((date) => date.getUTCMonth()),
  getDate: part((date) => date.getUTCDate()),
  getDayOfMonth: part((date) => date.getUTCDate() - 1),
  getDayOfWeek: part((date) => date.getUTCDay()),
  getDayOfYear: part((date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY)),
  getHours: part((date) => date.getUTCHours(), 3_600_000_000_000n),
  getMinutes: part((date) => date.getUTCMinutes(), 60_000_000_000n),
  getSeconds: part((date) => date.getUTCSeconds(), 1_000_000_000n),
  getMilliseconds: part((date) => date.getUTCMilliseconds(), 1_000_000n),
};

/** `unit` in nanoseconds is what a duration is counted in. */
function part(read: (date: Date) => number, unit?: bigint): CelFunction {
  return (value: CelValue | undefined, zone: CelValue | undefined) => {
    if (value instanceof Duration && unit !== undefined) return value.nanos / unit;
    if (!(value instanceof Timestamp)) return undefined;
    return BigInt(read(new Date(Number(value.nanos / 1_000_000n) + offsetOf(zone))));
  };
}

/** In milliseconds. */
function offsetOf(zone: CelValue | undefined): number {
  if (zone === undefined || zone === 'UTC' || zone === '') return 0;
  const [, sign, hours, minutes] = /^([+-]?)(\d{2}):(\d{2})$/.exec(typeof zone === 'string' ? zone : '') ?? [];
  if (hours === undefined) throw new CelError(`unknown time zone ${typeof zone === 'string' ? zone : ''}`);
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
