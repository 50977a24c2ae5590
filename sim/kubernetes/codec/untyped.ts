import { RawNumber, RawObject } from './raw-json';
import type { Json } from '../../../kube/json';
import type { RawJson } from './raw-json';

const INT64 = 2n ** 63n;

/** As Go decodes into `interface{}`: integers stay exact within 64 bits, the last of repeated members counts. */
export function untyped(raw: RawJson): Json {
  return plain(raw, (text) => (fitsInt64(text) ? exactNumber(text) : Number(text)));
}

/** As Go keeps raw JSON: integers of any size stay. */
export function asWritten(raw: RawJson): Json {
  return plain(raw, exactNumber);
}

function plain(raw: RawJson, number: (text: string) => number | bigint): Json {
  if (Array.isArray(raw)) return raw.map((item) => plain(item, number));
  if (raw instanceof RawNumber) return number(raw.text);
  if (!(raw instanceof RawObject)) return raw;
  return Object.fromEntries(raw.members.map(([key, value]) => [key, plain(value, number)]));
}

function exactNumber(text: string): number | bigint {
  return !/^-?\d+$/.test(text) || Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
}

function fitsInt64(text: string): boolean {
  return /^-?\d+$/.test(text) && BigInt(text) < INT64 && BigInt(text) >= -INT64;
}
