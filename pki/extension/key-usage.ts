import { bitAt, type BitString } from '../asn1/primitives';
import { bitStringType, unmarshal } from '../asn1/types';
import { bitString } from '../der/writer';
import { DerReader } from '../der/reader';
import { PkiError } from '../error';
import { EXTENSION, type Extension } from './extension';

/** A set of bits: bit n of RFC 5280 section 4.2.1.3 is `1 << n`. */
export type KeyUsageBits = number;

export const KEY_USAGE = {
  digitalSignature: 1 << 0,
  contentCommitment: 1 << 1,
  keyEncipherment: 1 << 2,
  dataEncipherment: 1 << 3,
  keyAgreement: 1 << 4,
  keyCertSign: 1 << 5,
  cRLSign: 1 << 6,
  encipherOnly: 1 << 7,
  decipherOnly: 1 << 8,
} as const;

const BITS = 9;

export function encodeKeyUsage(usage: KeyUsageBits): Extension {
  const octets = usage > 0xff ? [reversed(usage & 0xff), reversed(usage >> 8)] : [reversed(usage)];
  return { oid: EXTENSION.keyUsage, critical: true, value: bitString(Uint8Array.from(octets), trailingZeros(octets.at(-1) ?? 0)) };
}

/** As cert-manager reads it in a request. */
export function unmarshalKeyUsage(value: Uint8Array): KeyUsageBits {
  const { value: bits, rest } = unmarshal(bitStringType, value);
  if (rest.length > 0) throw new PkiError('x509: trailing data after X.509 KeyUsage');
  return usageOf(bits);
}

/** As the certificate parser reads it. */
export function parseKeyUsage(value: Uint8Array): KeyUsageBits {
  const bits = new DerReader(value).bitString();
  if (bits === undefined) throw new PkiError('x509: invalid key usage');
  return usageOf(bits);
}

function usageOf(bits: BitString): KeyUsageBits {
  let usage = 0;
  for (let i = 0; i < BITS; i++) if (bitAt(bits, i)) usage |= 1 << i;
  return usage;
}

// The first bit of a BIT STRING is the highest of its octet.
function reversed(octet: number): number {
  let out = 0;
  for (let i = 0; i < 8; i++) out |= ((octet >> i) & 1) << (7 - i);
  return out;
}

function trailingZeros(octet: number): number {
  let zeros = 0;
  while (zeros < 8 && ((octet >> zeros) & 1) === 0) zeros++;
  return zeros % 8;
}
