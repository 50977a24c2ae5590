import { TAG } from '../der/tags';
import { text } from '../der/writer';
import { structuralError } from '../error';

const FIRST_UTC_YEAR = 1950;
const LAST_UTC_YEAR = 2049;
const LAST_YEAR = 9999;

/** UTCTime through 2049, GeneralizedTime outside (RFC 5280 section 4.1.2.5). Seconds since 1970. */
export function encodeTime(seconds: number): Uint8Array {
  const date = new Date(seconds * 1000);
  const year = date.getUTCFullYear();
  if (Number.isNaN(year) || year < 0 || year > LAST_YEAR) throw structuralError('cannot represent time as GeneralizedTime');
  const parts = [date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
  const rest = `${parts.map((part) => digits(part, 2)).join('')}Z`;
  const short = year >= FIRST_UTC_YEAR && year <= LAST_UTC_YEAR;
  return short ? text(TAG.utcTime, digits(year % 100, 2) + rest) : text(TAG.generalizedTime, digits(year, 4) + rest);
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
