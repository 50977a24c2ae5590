import { decodeBase64, encodeBase64, formatRfc3339, isCanonicalBase64, parseRfc3339, ZERO_TIME } from '../../../base/go';
import { parseQuantity } from '../../../kube/quantity';
import type { Precision } from '../../../base/go';

/** A text that Go would keep, in the form Go writes it; null for the zero time. */
export type Canonical = { readonly value: string | null } | { readonly error: string };

const canonicalTime = /^[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

export function canonicalBytes(text: string): Canonical {
  if (isCanonicalBase64(text)) return { value: text };
  const decoded = decodeBase64(text);
  return 'error' in decoded ? decoded : { value: encodeBase64(decoded.bytes) };
}

export function canonicalSeconds(text: string): Canonical {
  return canonicalTime.test(text) ? { value: text } : time('seconds', text);
}

export function canonicalMicros(text: string): Canonical {
  return time('micros', text);
}

export function canonicalQuantity(text: string): Canonical {
  const quantity = parseQuantity(text.trim());
  return 'error' in quantity ? quantity : { value: quantity.text };
}

function time(precision: Precision, text: string): Canonical {
  const parsed = parseRfc3339(precision, text);
  if ('error' in parsed) return parsed;
  const isZero = parsed.seconds === ZERO_TIME.seconds && parsed.nanos === 0;
  return { value: isZero ? null : formatRfc3339(precision, parsed) };
}
