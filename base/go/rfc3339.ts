import { parseTime, unixSeconds } from './time';
import type { Layout } from './time';

/** The layouts of metav1.Time and metav1.MicroTime. */
export type Precision = 'seconds' | 'micros';

/** An instant: seconds since 1970 (whole, maybe negative) and nanoseconds on top of them. */
export interface GoTime {
  readonly seconds: number;
  readonly nanos: number;
}

/** time.Time{}: the first second of the year 1. */
export const ZERO_TIME: GoTime = { seconds: -62_135_596_800, nanos: 0 };

const LAYOUTS: Readonly<Record<Precision, Layout>> = {
  seconds: ['2006', '-', '01', '-', '02', 'T', '15', ':', '04', ':', '05', 'Z07:00'],
  micros: ['2006', '-', '01', '-', '02', 'T', '15', ':', '04', ':', '05', '.000000', 'Z07:00'],
};

const encoder = new TextEncoder();

class Fault extends Error {}

/** time.Parse with RFC3339 or RFC3339Micro; the error is Go's text. */
export function parseRfc3339(precision: Precision, text: string): GoTime | { readonly error: string } {
  const bytes = Array.from(encoder.encode(text), (byte) => String.fromCharCode(byte)).join('');
  try {
    const time = parseTime(LAYOUTS[precision], bytes, (message) => new Fault(message));
    return { seconds: unixSeconds(time), nanos: time.nanosecond };
  } catch (error) {
    if (error instanceof Fault) return { error: error.message };
    throw error;
  }
}

/** Time.Format in UTC. */
export function formatRfc3339(precision: Precision, { seconds, nanos }: GoTime): string {
  const text = new Date(seconds * 1000).toISOString().slice(0, 19);
  return precision === 'seconds' ? `${text}Z` : `${text}.${String(Math.floor(nanos / 1000)).padStart(6, '0')}Z`;
}
