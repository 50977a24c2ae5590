import type { CryptoPort } from '../../base/env/crypto';
import { PkiError } from '../error';
import type { PublicKey } from '../key/public-key';
import { rsaUseProblem } from '../key/rsa-limits';
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

export interface SignatureOptions {
  readonly crypto: CryptoPort;
  /** Good enough for requests, not for certificates. */
  readonly allowSha1: boolean;
}

/** Throws PkiError with Go's text unless the signature verifies. */
export function checkSignature(data: SignedData, key: PublicKey | undefined, options: SignatureOptions): void {
  const problem = signatureProblem(data, key, options);
  if (problem !== undefined) throw new PkiError(problem);
}

/** Go's text of why the signature does not verify; undefined when it does. */
export function signatureProblem(data: SignedData, key: PublicKey | undefined, options: SignatureOptions): string | undefined {
  const { algorithm } = data;
  if (algorithm === undefined) return UNIMPLEMENTED;
  if (algorithm.scheme?.hash === 'MD5' || (isSha1(algorithm) && !options.allowSha1)) {
    return `x509: cannot verify signature: insecure algorithm ${algorithm.name}`;
  }
  if (key === undefined || key.kind === 'DSA') return UNIMPLEMENTED;
  if (algorithm.keyKind !== key.kind || algorithm.scheme === undefined) {
    return `x509: signature algorithm specifies an ${algorithm.keyKind} public key, but have public key of type ${GO_TYPES[key.kind]}`;
  }
  const unusable = key.kind === 'RSA' ? rsaUseProblem(key) : undefined;
  if (unusable !== undefined) return unusable;
  return options.crypto.verify(algorithm.scheme, key.spki, data.signed, data.signature) ? undefined : FAILURES[key.kind];
}

function isSha1(algorithm: SignatureAlgorithm): boolean {
  return algorithm.name.endsWith('SHA1') || algorithm.scheme?.hash === 'SHA-1';
}
