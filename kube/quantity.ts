type Format = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

const WRONG_FORMAT = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const WRONG_SUFFIX = "unable to parse quantity's suffix";

const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };

const MAX_INT64 = 2n ** 63n - 1n;
// The smallest step of a quantity is a nano.
const NANO = 10n ** 9n;
// Far above what any suffix reaches; Go would try, and run out of memory.
const MAX_EXPONENT = 1000;
// How many decimal digits Go trusts to an int64 before it takes its slow path.
const INT64_DIGITS = 18;

/** resource.Quantity: `nanos` is its value times 10^9. */
export interface Quantity {
  readonly nanos: bigint;
  /** As Go prints it. */
  readonly text: string;
}

/** resource.ParseQuantity and String(): `1000m` becomes `1`, `1024Ki` becomes `1Mi`. The error is Go's text. */
export function parseQuantity(text: string): Quantity | { readonly error: string } {
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[+-]?\d*)$/.exec(text);
  if (parts === null || text === '') return { error: WRONG_FORMAT };
  const [, sign = '', digits = '', fraction = '', suffix = ''] = parts;
  const unit = unitOf(suffix);
  if (unit === undefined) return { error: WRONG_SUFFIX };
  const magnitude = scaled(digits + fraction, fraction.length, unit);
  const nanos = sign === '-' ? -magnitude : magnitude;
  const number = { digits: digits.replace(/^0+/, '') || '0', fraction, unit };
  return { nanos, text: isCanonical(number) ? text : format(nanos, unit.format) };
}

interface Unit {
  readonly format: Format;
  readonly exponent: number;
}

function unitOf(suffix: string): Unit | undefined {
  const decimal = DECIMAL[suffix];
  if (decimal !== undefined) return { format: 'DecimalSI', exponent: decimal };
  const binary = BINARY[suffix];
  if (binary !== undefined) return { format: 'BinarySI', exponent: binary };
  const exponent = /^[eE]([+-]?\d+)$/.exec(suffix)?.[1];
  if (exponent === undefined || Math.abs(Number(exponent)) > MAX_EXPONENT) return undefined;
  return { format: 'DecimalExponent', exponent: Number(exponent) };
}

/** In nanos, rounded up so that a little is never nothing; binary values stop at the largest int64. */
function scaled(digits: string, places: number, unit: Unit): bigint {
  const value = BigInt(digits || '0') * NANO;
  const exponent = (unit.format === 'BinarySI' ? 0 : unit.exponent) - places;
  const factor = 10n ** BigInt(Math.abs(exponent));
  const binary = unit.format === 'BinarySI' ? 2n ** BigInt(unit.exponent) : 1n;
  const nanos = exponent >= 0 ? value * factor * binary : (value * binary + factor - 1n) / factor;
  return unit.format === 'BinarySI' && nanos > MAX_INT64 * NANO ? MAX_INT64 * NANO : nanos;
}

/** Go keeps the text it was given when it looks canonical at a glance, even with a plus or leading zeros. */
function isCanonical({ digits, fraction, unit }: { readonly digits: string; readonly fraction: string; readonly unit: Unit }): boolean {
  const shifted = digits + fraction;
  if (shifted.length > INT64_DIGITS) return false;
  if (unit.format === 'BinarySI') {
    const spare = 15 - digits.length - Math.trunc((unit.exponent * 3) / 10) - 1;
    return fraction === '' && spare >= 0 && (BigInt(shifted) & 7n) !== 0n;
  }
  const scale = unit.exponent - fraction.length;
  return scale >= -9 && scale % 3 === 0 && !shifted.endsWith('000') && !shifted.startsWith('0');
}

function format(nanos: bigint, wanted: Format): string {
  if (nanos === 0n) return '0';
  const small = nanos > -1024n * NANO && nanos < 1024n * NANO;
  if (wanted === 'BinarySI' && !small && nanos % NANO === 0n) return formatBinary(nanos / NANO);
  return formatDecimal(nanos, wanted === 'DecimalExponent');
}

function formatBinary(value: bigint): string {
  let [rest, exponent] = [value, 0];
  while (rest % 1024n === 0n && exponent < 60) [rest, exponent] = [rest / 1024n, exponent + 10];
  return `${rest}${suffixOf(BINARY, exponent)}`;
}

function formatDecimal(nanos: bigint, asExponent: boolean): string {
  let [rest, exponent] = [nanos, -9];
  while (rest % 1000n === 0n) [rest, exponent] = [rest / 1000n, exponent + 3];
  if (asExponent) return exponent === 0 ? String(rest) : `${rest}e${exponent}`;
  return `${rest}${suffixOf(DECIMAL, exponent)}`;
}

function suffixOf(units: Readonly<Record<string, number>>, exponent: number): string {
  return Object.entries(units).find(([, value]) => value === exponent)?.[0] ?? '';
}
