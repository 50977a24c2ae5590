/** ECDSA signatures in their two forms: DER (SEQUENCE of INTEGER r and s, as X.509) and raw (r and s side by side, as JWS). */

const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** `half` is the length of the curve's order in bytes; up to P-256, lengths fit one byte. */
export function ecdsaToRaw(der: Uint8Array, half: number): Uint8Array {
  const raw = new Uint8Array(2 * half);
  let at = 2;
  for (const end of [half, 2 * half]) {
    const length = der[at + 1] ?? 0;
    const digits = der.subarray(at + 2, at + 2 + length);
    const bare = digits.length > half ? digits.subarray(digits.length - half) : digits;
    raw.set(bare, end - bare.length);
    at += 2 + length;
  }
  return raw;
}

/** Undefined when the length is wrong. */
export function ecdsaToDer(raw: Uint8Array, half: number): Uint8Array | undefined {
  if (raw.length !== 2 * half) return undefined;
  const body = [...integer(raw.subarray(0, half)), ...integer(raw.subarray(half))];
  return Uint8Array.from([SEQUENCE, body.length, ...body]);
}

function integer(digits: Uint8Array): number[] {
  const first = digits.findIndex((byte) => byte !== 0);
  const bare = first < 0 ? [0] : [...digits.subarray(first)];
  const positive = (bare[0] ?? 0) >= 0x80 ? [0, ...bare] : bare;
  return [INTEGER, positive.length, ...positive];
}
