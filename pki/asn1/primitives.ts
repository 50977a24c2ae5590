import { toBigInt } from '../bytes';
import { dotted } from '../der/oid';
import { structuralError, syntaxError } from '../error';
import { readBase128 } from './header';

/** The bits of a BIT STRING, packed from the left; unused ones are zero. */
export interface BitString {
  readonly bytes: Uint8Array;
  readonly bitLength: number;
}

const INT64_OCTETS = 8;

export function parseBoolean(content: Uint8Array): boolean {
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) throw syntaxError('invalid boolean');
  return content[0] === 0xff;
}

export function parseBigInteger(content: Uint8Array): bigint {
  checkInteger(content);
  return BigInt.asIntN(content.length * 8, toBigInt(content));
}

export function parseInt64(content: Uint8Array): bigint {
  checkInteger(content);
  if (content.length > INT64_OCTETS) throw structuralError('integer too large');
  return BigInt.asIntN(content.length * 8, toBigInt(content));
}

function checkInteger(content: Uint8Array): void {
  const [first, second] = content;
  if (first === undefined) throw structuralError('empty integer');
  if (!isMinimal(first, second)) throw structuralError('integer not minimally-encoded');
}

/** Whether two's complement needs its first octet, by the first two. */
export function isMinimal(first: number, second: number | undefined): boolean {
  if (second === undefined) return true;
  return !(first === 0 && second < 0x80) && !(first === 0xff && second >= 0x80);
}

export function parseBitString(content: Uint8Array): BitString {
  const [unused] = content;
  if (unused === undefined) throw syntaxError('zero length BIT STRING');
  if (!validPadding(content, unused)) throw syntaxError('invalid padding bits in BIT STRING');
  return { bytes: content.subarray(1), bitLength: (content.length - 1) * 8 - unused };
}

/** Whether the count of unused bits is possible and those bits are zero. */
export function validPadding(content: Uint8Array, unused: number): boolean {
  if (unused > 7 || (content.length === 1 && unused > 0)) return false;
  return content.length === 1 || ((content.at(-1) ?? 0) & ((1 << unused) - 1)) === 0;
}

export function bitAt(bits: BitString, index: number): boolean {
  if (index >= bits.bitLength) return false;
  return (((bits.bytes[index >> 3] ?? 0) >> (7 - (index & 7))) & 1) === 1;
}

/** The bits moved right so that the padding stands in front. */
export function rightAlign(bits: BitString): Uint8Array {
  const shift = 8 - (bits.bitLength % 8);
  if (shift === 8 || bits.bytes.length === 0) return bits.bytes;
  return bits.bytes.map((byte, i) => (i === 0 ? byte >> shift : (((bits.bytes[i - 1] ?? 0) << (8 - shift)) | (byte >> shift)) & 0xff));
}

export function parseObjectIdentifier(content: Uint8Array): string {
  if (content.length === 0) throw syntaxError('zero length OBJECT IDENTIFIER');
  const arcs: number[] = [];
  for (let offset = 0; offset < content.length;) {
    const [arc, next] = readBase128(content, offset);
    arcs.push(arc);
    offset = next;
  }
  return dotted(arcs);
}
