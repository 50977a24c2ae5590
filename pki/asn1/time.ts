import { fromLatin1 } from '../bytes';
import { PkiError } from '../error';
import { formatTime, parseTime, unixSeconds, type Layout, type ZonedTime } from '../../base/go/time';

const UTC_MINUTES: Layout = ['06', '01', '02', '15', '04', 'Z0700'];
const UTC_SECONDS: Layout = ['06', '01', '02', '15', '04', '05', 'Z0700'];
const GENERALIZED: Layout = ['2006', '01', '02', '15', '04', '05', 'Z0700'];
const GENERALIZED_FRACTION: Layout = ['2006', '01', '02', '15', '04', '05', '.999999999', 'Z0700'];

/** UTCTime of encoding/asn1, in seconds since 1970. */
export function parseUtcTime(content: Uint8Array): number {
  const text = fromLatin1(content);
  const short = attempt(UTC_MINUTES, text);
  if (short !== undefined) return windowed(sameText(UTC_MINUTES, short, text));
  return windowed(sameText(UTC_SECONDS, parseTime(UTC_SECONDS, text, failure), text));
}

/** GeneralizedTime of encoding/asn1: fractions are allowed there. Seconds since 1970, the fraction dropped. */
export function parseGeneralizedTime(content: Uint8Array): number {
  const text = fromLatin1(content);
  return unixSeconds(sameText(GENERALIZED_FRACTION, parseTime(GENERALIZED_FRACTION, text, failure), text));
}

/** UTCTime as the certificate parser reads it; undefined when it is none. */
export function certificateUtcTime(content: Uint8Array): number | undefined {
  const text = fromLatin1(content);
  const time = attempt(UTC_SECONDS, text);
  if (time !== undefined) return formatTime(UTC_SECONDS, time) === text ? windowed(time) : undefined;
  const short = attempt(UTC_MINUTES, text);
  return short !== undefined && formatTime(UTC_MINUTES, short) === text ? windowed(short) : undefined;
}

export function certificateGeneralizedTime(content: Uint8Array): number | undefined {
  const text = fromLatin1(content);
  const time = attempt(GENERALIZED, text);
  return time !== undefined && formatTime(GENERALIZED, time) === text ? unixSeconds(time) : undefined;
}

function failure(text: string): PkiError {
  return new PkiError(text);
}

function attempt(layout: Layout, text: string): ZonedTime | undefined {
  try {
    return parseTime(layout, text, failure);
  } catch {
    return undefined;
  }
}

function sameText(layout: Layout, time: ZonedTime, text: string): ZonedTime {
  const serialized = formatTime(layout, time);
  if (serialized === text) return time;
  throw new PkiError(
    `asn1: time did not serialize back to the original value and may be invalid: given "${text}", but serialized as "${serialized}"`,
  );
}

// Two-digit years from 50 on belong to the last century (RFC 5280 section 4.1.2.5.1).
function windowed(time: ZonedTime): number {
  return unixSeconds(time.year >= 2050 ? { ...time, year: time.year - 100 } : time);
}
