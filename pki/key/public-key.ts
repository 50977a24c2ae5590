import { rightAlign, type BitString } from '../asn1/primitives';
import { bitLength, toOctets } from '../big';
import { equalBytes } from '../bytes';
import { DerReader } from '../der/reader';
import { TAG } from '../der/tags';
import { bitString, NULL, objectIdentifier, sequence, unsignedInteger } from '../der/writer';
import { PkiError } from '../error';
import type { AlgorithmIdentifier } from '../algorithm/identifier';
import type { KeyKind } from '../algorithm/signature-algorithm';
import { checkUncompressedPoint, curveByOid, type Curve } from './curves';

/** `spki` is the encoding Go would write, not the bytes it came from. */
export type PublicKey = RsaPublicKey | EcdsaPublicKey | Ed25519PublicKey | DsaPublicKey;

export interface RsaPublicKey {
  readonly kind: 'RSA';
  readonly modulus: bigint;
  readonly exponent: bigint;
  /** Length of the modulus. */
  readonly bits: number;
  readonly subjectPublicKey: Uint8Array;
  readonly spki: Uint8Array;
}

export interface EcdsaPublicKey {
  readonly kind: 'ECDSA';
  readonly curve: Curve;
  /** The uncompressed point. */
  readonly subjectPublicKey: Uint8Array;
  readonly spki: Uint8Array;
}

export interface Ed25519PublicKey {
  readonly kind: 'Ed25519';
  readonly subjectPublicKey: Uint8Array;
  readonly spki: Uint8Array;
}

/** Only read; nothing signs or verifies with it. */
export interface DsaPublicKey {
  readonly kind: 'DSA';
}

export const RSA_OID = '1.2.840.113549.1.1.1';
export const ECDSA_OID = '1.2.840.10045.2.1';
export const ED25519_OID = '1.3.101.112';
const DSA_OID = '1.2.840.10040.4.1';

const KINDS: ReadonlyMap<string, KeyKind> = new Map([
  [RSA_OID, 'RSA'],
  [DSA_OID, 'DSA'],
  [ECDSA_OID, 'ECDSA'],
  [ED25519_OID, 'Ed25519'],
]);

const ED25519_SIZE = 32;

/** Undefined for an algorithm Go has no name for: such a key is carried along unread. */
export function keyKindOf(oid: string): KeyKind | undefined {
  return KINDS.get(oid);
}

/** Undefined for an algorithm Go does not know; malformed keys of those it knows throw. */
export function parsePublicKey(algorithm: AlgorithmIdentifier, key: BitString): PublicKey | undefined {
  const data = rightAlign(key);
  switch (KINDS.get(algorithm.oid)) {
    case 'RSA':
      return parseRsa(algorithm.parameters, data);
    case 'ECDSA':
      return parseEcdsa(algorithm.parameters, data);
    case 'Ed25519':
      return parseEd25519(algorithm.parameters, data);
    case 'DSA':
      return parseDsa(algorithm.parameters, data);
    case undefined:
      return undefined;
  }
}

function parseRsa(parameters: Uint8Array, data: Uint8Array): RsaPublicKey {
  if (!equalBytes(parameters, NULL)) throw new PkiError('x509: RSA key missing NULL parameters');
  const fields = new DerReader(data).read(TAG.sequence);
  if (fields === undefined) throw new PkiError('x509: invalid RSA public key');
  const modulus = fields.bigInteger();
  if (modulus === undefined) throw new PkiError('x509: invalid RSA modulus');
  const exponent = fields.int64();
  if (exponent === undefined) throw new PkiError('x509: invalid RSA public exponent');
  if (modulus <= 0n) throw new PkiError('x509: RSA modulus is not a positive number');
  if (exponent <= 0n) throw new PkiError('x509: RSA public exponent is not a positive number');
  return rsaPublicKey(modulus, exponent);
}

export function rsaPublicKey(modulus: bigint, exponent: bigint): RsaPublicKey {
  const subjectPublicKey = sequence(unsignedInteger(toOctets(modulus)), unsignedInteger(toOctets(exponent)));
  const spki = sequence(sequence(objectIdentifier(RSA_OID), NULL), bitString(subjectPublicKey));
  return { kind: 'RSA', modulus, exponent, bits: bitLength(modulus), subjectPublicKey, spki };
}

function parseEcdsa(parameters: Uint8Array, data: Uint8Array): EcdsaPublicKey {
  const oid = new DerReader(parameters).objectIdentifier();
  if (oid === undefined) throw new PkiError('x509: invalid ECDSA parameters');
  const curve = curveByOid(oid);
  if (curve === undefined) throw new PkiError('x509: unsupported elliptic curve');
  checkUncompressedPoint(curve, data);
  return ecdsaPublicKey(curve, data);
}

/** The point is taken as it is. */
export function ecdsaPublicKey(curve: Curve, point: Uint8Array): EcdsaPublicKey {
  const spki = sequence(sequence(objectIdentifier(ECDSA_OID), objectIdentifier(curve.oid)), bitString(point));
  return { kind: 'ECDSA', curve, subjectPublicKey: point, spki };
}

function parseEd25519(parameters: Uint8Array, data: Uint8Array): Ed25519PublicKey {
  if (parameters.length > 0) throw new PkiError('x509: Ed25519 key encoded with illegal parameters');
  if (data.length !== ED25519_SIZE) throw new PkiError('x509: wrong Ed25519 public key size');
  return ed25519PublicKey(data);
}

export function ed25519PublicKey(point: Uint8Array): Ed25519PublicKey {
  const spki = sequence(sequence(objectIdentifier(ED25519_OID)), bitString(point));
  return { kind: 'Ed25519', subjectPublicKey: point, spki };
}

function parseDsa(parameters: Uint8Array, data: Uint8Array): DsaPublicKey {
  const y = new DerReader(data).bigInteger();
  if (y === undefined) throw new PkiError('x509: invalid DSA public key');
  const fields = new DerReader(parameters).read(TAG.sequence);
  const numbers = [fields?.bigInteger(), fields?.bigInteger(), fields?.bigInteger()];
  if (numbers.includes(undefined)) throw new PkiError('x509: invalid DSA parameters');
  const positive = [y, ...numbers].every((value) => value !== undefined && value > 0n);
  if (!positive) throw new PkiError('x509: zero or negative DSA parameter');
  return { kind: 'DSA' };
}
