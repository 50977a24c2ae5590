import type { CryptoPort } from '../../base/env/crypto';
import { PkiError } from '../error';
import type { DsaPublicKey, PublicKey } from '../key/public-key';
import { checkRsaUse } from '../key/rsa-limits';
import type { KeyKind, SignatureAlgorithm } from './signature-algorithm';

/** What a signature stands over, and how. Undefined algorithm or key: one Go does not know. */
export interface SignedData {
  readonly algorithm: SignatureAlgorithm | undefined;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

const UNIMPLEMENTED = 'x509: cannot verify signature: algorithm unimplemented';

const GO_TYPES: Readonly<Record<KeyKind, string>> = {
  RSA: '*rsa.PublicKey',
  ECDSA: '*ecdsa.PublicKey',
  Ed25519: 'ed25519.PublicKey',
  DSA: '*dsa.PublicKey',
};

const FAILURES: Readonly<Record<Exclude<KeyKind, 'DSA'>, string>> = {
  RSA: 'crypto/rsa: verification error',
  ECDSA: 'x509: ECDSA verification failure',
  Ed25519: 'x509: Ed25519 verification failure',
};

/** Throws unless the signature verifies. SHA-1 is good enough for requests, not for certificates. */
export function checkSignature(data: SignedData, key: PublicKey | undefined, options: { crypto: CryptoPort; allowSha1: boolean }): void {
  const { algorithm } = data;
  if (algorithm === undefined) throw new PkiError(UNIMPLEMENTED);
  const hash = algorithm.scheme?.hash;
  if (hash === 'MD5' || (isSha1(algorithm) && !options.allowSha1)) {
    throw new PkiError(`x509: cannot verify signature: insecure algorithm ${algorithm.name}`);
  }
  if (key === undefined || key.kind === 'DSA') throw new PkiError(UNIMPLEMENTED);
  verifyWith(key, data, algorithm, options.crypto);
}

function isSha1(algorithm: SignatureAlgorithm): boolean {
  return algorithm.name.endsWith('SHA1') || algorithm.scheme?.hash === 'SHA-1';
}

function verifyWith(key: Exclude<PublicKey, DsaPublicKey>, data: SignedData, algorithm: SignatureAlgorithm, crypto: CryptoPort): void {
  if (algorithm.keyKind !== key.kind || algorithm.scheme === undefined) {
    throw new PkiError(
      `x509: signature algorithm specifies an ${algorithm.keyKind} public key, but have public key of type ${GO_TYPES[key.kind]}`,
    );
  }
  if (key.kind === 'RSA') checkRsaUse(key.bits, key.modulus, key.exponent);
  if (!crypto.verify(algorithm.scheme, key.spki, data.signed, data.signature)) throw new PkiError(FAILURES[key.kind]);
}
