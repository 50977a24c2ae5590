import { concatBytes, EMPTY, utf8 } from '../bytes';
import { encodeOid } from './oid';
import { TAG } from './tags';

/** One element of the given identifier octet over the joined parts. */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const octets = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
  const out = new Uint8Array(2 + octets + length);
  out[0] = tag;
  out[1] = octets === 0 ? length : 0x80 | octets;
  for (let i = 0; i < octets; i++) out[2 + i] = (length >> (8 * (octets - 1 - i))) & 0xff;
  let offset = 2 + octets;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return tlv(TAG.sequence, ...parts);
}

export function octetString(content: Uint8Array): Uint8Array {
  return tlv(TAG.octetString, content);
}

/** Whole bytes: no unused bits. */
export function bitString(content: Uint8Array, unusedBits = 0): Uint8Array {
  return tlv(TAG.bitString, Uint8Array.of(unusedBits), content);
}

export function objectIdentifier(oid: string): Uint8Array {
  return tlv(TAG.objectIdentifier, encodeOid(oid));
}

export const NULL: Uint8Array = Uint8Array.of(TAG.null, 0);

export const TRUE: Uint8Array = Uint8Array.of(TAG.boolean, 1, 0xff);

/** A number that is not negative, from its big-endian bytes: leading zeros go, a sign byte comes where it is needed. */
export function unsignedInteger(magnitude: Uint8Array): Uint8Array {
  const first = magnitude.findIndex((byte) => byte !== 0);
  if (first < 0) return Uint8Array.of(TAG.integer, 1, 0);
  const digits = magnitude.subarray(first);
  return (digits[0] ?? 0) < 0x80 ? tlv(TAG.integer, digits) : tlv(TAG.integer, Uint8Array.of(0), digits);
}

export function smallInteger(value: number): Uint8Array {
  return unsignedInteger(Uint8Array.of((value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff));
}

/** SET OF: DER sorts the encodings. */
export function setOf(elements: readonly Uint8Array[], compare: (a: Uint8Array, b: Uint8Array) => number): Uint8Array {
  return tlv(TAG.set, concatBytes([...elements].sort(compare)));
}

export function text(tag: number, value: string): Uint8Array {
  return tlv(tag, value === '' ? EMPTY : utf8(value));
}
