import { timeQuote } from './time';

/** A Go time.Duration: nanoseconds, signed, 64 bits. */
export type GoDuration = bigint;

export const Second: GoDuration = 1_000_000_000n;

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  // Micro sign and Greek mu, as their bytes in UTF-8.
  '\u00c2\u00b5s': 1_000n,
  '\u00ce\u00bcs': 1_000n,
  ms: 1_000_000n,
  s: Second,
  m: 60n * Second,
  h: 3600n * Second,
};

// The magnitude of the smallest duration; the largest is one less.
const LIMIT = 1n << 63n;

/** time.ParseDuration, also of text that is no UTF-8. Throws an Error with Go's text. */
export function parseDuration(duration: string | Uint8Array): GoDuration {
  // One character a byte, as Go sees it.
  const bytes = typeof duration === 'string' ? new TextEncoder().encode(duration) : duration;
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const negative = text.startsWith('-');
  let rest = negative || text.startsWith('+') ? text.slice(1) : text;
  if (rest === '0') return 0n;
  if (rest === '') throw invalid(text);
  let total = 0n;
  while (rest !== '') {
    const part = leadingPart(rest, text);
    total += part.nanoseconds;
    if (total > LIMIT) throw invalid(text);
    rest = rest.slice(part.length);
  }
  if (negative) return -total;
  if (total === LIMIT) throw invalid(text);
  return total;
}

/** Duration.String: `2160h0m0s`, `1.5s`, `500ms`. */
export function formatDuration(duration: GoDuration): string {
  const magnitude = duration < 0n ? -duration : duration;
  const text = magnitude < Second ? formatSmall(magnitude) : formatLarge(magnitude);
  return duration < 0n ? `-${text}` : text;
}

/** One number and its unit, such as `1.5h` at the start of `rest`. */
function leadingPart(rest: string, whole: string): { nanoseconds: bigint; length: number } {
  const number = /^([0-9]*)(?:\.([0-9]*))?/.exec(rest);
  const integer = number?.[1] ?? '';
  const fraction = number?.[2] ?? '';
  if (integer === '' && fraction === '') throw invalid(whole);
  const digits = number?.[0].length ?? 0;
  const name = /^[^.0-9]*/.exec(rest.slice(digits))?.[0] ?? '';
  // An integer that does not fit is found before the unit is looked at.
  if (BigInt(integer === '' ? '0' : integer) > LIMIT) throw invalid(whole);
  if (name === '') throw new Error(`time: missing unit in duration ${timeQuote(whole)}`);
  const unit = Object.hasOwn(UNITS, name) ? UNITS[name] : undefined;
  if (unit === undefined) throw new Error(`time: unknown unit ${timeQuote(name)} in duration ${timeQuote(whole)}`);
  const nanoseconds = BigInt(integer === '' ? '0' : integer) * unit + fractionOf(fraction, unit);
  if (nanoseconds > LIMIT) throw invalid(whole);
  return { nanoseconds, length: digits + name.length };
}

/** Go computes fractions in float64, so the last nanosecond may differ from exact arithmetic. */
function fractionOf(digits: string, unit: bigint): bigint {
  let value = 0n;
  let scale = 1;
  for (const digit of digits) {
    const next = value * 10n + BigInt(digit);
    if (value > (LIMIT - 1n) / 10n || next > LIMIT) break;
    value = next;
    scale *= 10;
  }
  return BigInt(Math.trunc(Number(value) * (Number(unit) / scale)));
}

function formatSmall(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s';
  if (nanoseconds < 1_000n) return `${nanoseconds}ns`;
  if (nanoseconds < 1_000_000n) return `${decimal(nanoseconds, 3)}µs`;
  return `${decimal(nanoseconds, 6)}ms`;
}

function formatLarge(nanoseconds: bigint): string {
  const seconds = nanoseconds / Second;
  const minutes = seconds / 60n;
  const tail = `${decimal(nanoseconds - minutes * 60n * Second, 9)}s`;
  if (minutes === 0n) return tail;
  return minutes < 60n ? `${minutes}m${tail}` : `${minutes / 60n}h${minutes % 60n}m${tail}`;
}

/** `value / 10**places` without trailing zeros. */
function decimal(value: bigint, places: number): string {
  const scale = 10n ** BigInt(places);
  const fraction = (value % scale).toString().padStart(places, '0').replace(/0+$/, '');
  return fraction === '' ? `${value / scale}` : `${value / scale}.${fraction}`;
}

function invalid(text: string): Error {
  return new Error(`time: invalid duration ${timeQuote(text)}`);
}
