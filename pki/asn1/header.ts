import { PkiError, structuralError, syntaxError } from '../error';

/** Identifier and length octets of one element. */
export interface Header {
  /** 0 universal, 1 application, 2 context-specific, 3 private. */
  readonly class: number;
  readonly tag: number;
  readonly compound: boolean;
  readonly length: number;
  /** Offset of the first content octet. */
  readonly start: number;
}

const HIGH_TAG = 0x1f;
// A length is refused before it would leave 32 bits.
const LARGEST_SHIFTABLE = 2 ** 23;
const LARGEST_BASE128_OCTETS = 5;
const MAX_INT32 = 2 ** 31 - 1;

/** As encoding/asn1 reads them: any tag number, shortest length only. */
export function readHeader(bytes: Uint8Array, offset: number): Header {
  const first = bytes[offset];
  if (first === undefined) throw new PkiError('asn1: internal error in parseTagAndLength');
  const low = first & HIGH_TAG;
  const [tag, next] = low === HIGH_TAG ? readHighTag(bytes, offset + 1) : [low, offset + 1];
  const [length, start] = readLength(bytes, next);
  return { class: first >> 6, compound: (first & 0x20) !== 0, tag, length, start };
}

function readHighTag(bytes: Uint8Array, offset: number): [tag: number, next: number] {
  const [tag, next] = readBase128(bytes, offset);
  if (tag < HIGH_TAG) throw syntaxError('non-minimal tag');
  return [tag, next];
}

function readLength(bytes: Uint8Array, offset: number): [length: number, next: number] {
  const first = bytes[offset];
  if (first === undefined) throw syntaxError('truncated tag or length');
  if (first < 0x80) return [first, offset + 1];
  const octets = first & 0x7f;
  if (octets === 0) throw syntaxError('indefinite length found (not DER)');
  let length = 0;
  for (let i = 1; i <= octets; i++) {
    const octet = bytes[offset + i];
    if (octet === undefined) throw syntaxError('truncated tag or length');
    if (length >= LARGEST_SHIFTABLE) throw structuralError('length too large');
    length = length * 256 + octet;
    if (length === 0) throw structuralError('superfluous leading zeros in length');
  }
  if (length < 0x80) throw structuralError('non-minimal length');
  return [length, offset + 1 + octets];
}

/** Seven bits an octet, high bit on all but the last; at most 31 bits. */
export function readBase128(bytes: Uint8Array, offset: number): [value: number, next: number] {
  let value = 0;
  for (let i = 0; offset + i < bytes.length; i++) {
    if (i === LARGEST_BASE128_OCTETS) throw structuralError('base 128 integer too large');
    const octet = bytes[offset + i] ?? 0;
    if (i === 0 && octet === 0x80) throw syntaxError('integer is not minimally encoded');
    value = value * 128 + (octet & 0x7f);
    if (octet >= 0x80) continue;
    if (value > MAX_INT32) throw structuralError('base 128 integer too large');
    return [value, offset + i + 1];
  }
  throw syntaxError('truncated base 128 integer');
}
