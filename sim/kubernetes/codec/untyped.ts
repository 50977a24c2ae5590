import { RawNumber, RawObject } from './raw-json';
import type { Json } from '../../../kube/json';
import type { RawJson } from './raw-json';

const INT64 = 2n ** 63n;

/** As Go decodes into `interface{}`: integers stay exact within 64 bits, the last of repeated members counts. */
export function untyped(raw: RawJson): Json {
  if (Array.isArray(raw)) return raw.map(untyped);
  if (raw instanceof RawNumber) return untypedNumber(raw.text);
  if (!(raw instanceof RawObject)) return raw;
  return Object.fromEntries(raw.members.map(([key, value]) => [key, untyped(value)]));
}

function untypedNumber(text: string): number | bigint {
  if (!/^-?\d+$/.test(text)) return Number(text);
  const value = BigInt(text);
  const fits = value < INT64 && value >= -INT64;
  return fits && !Number.isSafeInteger(Number(value)) ? value : Number(text);
}
