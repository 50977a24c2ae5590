import { algorithmIdentifier } from '../algorithm/identifier';
import type { Asn1Type } from '../asn1/cursor';
import { bigInteger, bitStringType, int, octets, oidType, sequenceOf, struct, unmarshal } from '../asn1/types';
import { PkiError } from '../error';

/** RFC 5208. */
export const pkcs8 = struct('pkcs8', (fields) => ({
  version: fields.required(int),
  algorithm: fields.required(algorithmIdentifier),
  privateKey: fields.required(octets),
}));

/** RFC 5915. */
export const ecPrivateKey = struct('ecPrivateKey', (fields) => ({
  version: fields.required(int),
  privateKey: fields.required(octets),
  curve: fields.optional(oidType, { tag: 0, explicit: true }),
  publicKey: fields.optional(bitStringType, { tag: 1, explicit: true }),
}));

const additionalPrime = struct('pkcs1AdditionalRSAPrime', (fields) => ({
  prime: fields.required(bigInteger),
  exponent: fields.required(bigInteger),
  coefficient: fields.required(bigInteger),
}));

/** RFC 8017 appendix A.1.2; the numbers behind the primes may be missing. */
export const pkcs1PrivateKey = struct('pkcs1PrivateKey', (fields) => ({
  version: fields.required(int),
  modulus: fields.required(bigInteger),
  publicExponent: fields.required(int),
  privateExponent: fields.required(bigInteger),
  p: fields.required(bigInteger),
  q: fields.required(bigInteger),
  dp: fields.optional(bigInteger),
  dq: fields.optional(bigInteger),
  qInverse: fields.optional(bigInteger),
  additionalPrimes: fields.optional(sequenceOf(additionalPrime)) ?? [],
}));

const FORMATS = {
  pkcs8: { type: pkcs8, parser: 'ParsePKCS8PrivateKey' },
  ec: { type: ecPrivateKey, parser: 'ParseECPrivateKey' },
  pkcs1: { type: pkcs1PrivateKey, parser: 'ParsePKCS1PrivateKey' },
} as const;

/** Go's hint where a key is written in another format than its label says; undefined when it is none of those. */
export function otherFormatHint(der: Uint8Array, candidates: readonly (keyof typeof FORMATS)[]): PkiError | undefined {
  const found = candidates.find((format) => isReadable(FORMATS[format].type, der));
  if (found === undefined) return undefined;
  return new PkiError(`x509: failed to parse private key (use ${FORMATS[found].parser} instead for this key format)`);
}

function isReadable(type: Asn1Type<unknown>, der: Uint8Array): boolean {
  try {
    unmarshal(type, der);
    return true;
  } catch {
    return false;
  }
}
