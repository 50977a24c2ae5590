import type { CryptoPort } from '../../base/env/crypto';
import { RSA_SHA256, ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA512, ED25519, type SignatureAlgorithm } from '../algorithm/signature-algorithm';
import { equalBytes } from '../bytes';
import { contextConstructed } from '../der/tags';
import { bitString, sequence, smallInteger, tlv, unsignedInteger } from '../der/writer';
import { PkiError } from '../error';
import { encodeExtension } from '../extension/extension';
import type { SigningKey } from '../key/signing-key';
import { rsaUseProblem } from '../key/rsa-limits';
import type { PublicKey } from '../key/public-key';
import { buildExtensions, type ExtensionTemplate } from './build-extensions';
import { encodeTime } from './encode-time';

/** What a certificate is made from. Times are seconds since 1970, written as UTC. */
export interface CertificateTemplate extends ExtensionTemplate {
  /** Big-endian, not negative. */
  readonly serialNumber: Uint8Array;
  /** The whole encoded name. */
  readonly rawSubject: Uint8Array;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKey: PublicKey | undefined;
  /** @default what Go takes for the signer's key */
  readonly signatureAlgorithm?: SignatureAlgorithm;
}

/** The side that signs; a Certificate is one. */
export interface IssuerFacts {
  readonly rawSubject: Uint8Array;
  readonly subjectKeyId?: Uint8Array | undefined;
  /** Checked against the signing key; nothing is checked without it. */
  readonly publicKey?: PublicKey | undefined;
}

const VERSION_3 = tlv(contextConstructed(0), smallInteger(2));
const KEY_ID_LENGTH = 20;

/** x509.CreateCertificate: DER. Throws PkiError with Go's text. */
export function createCertificate(template: CertificateTemplate, issuer: IssuerFacts, key: SigningKey, crypto: CryptoPort): Uint8Array {
  const algorithm = template.signatureAlgorithm ?? defaultAlgorithm(key.publicKey);
  const tbs = createTbs(template, { issuer, key, algorithm, crypto });
  return sequence(tbs, algorithm.identifier, bitString(signTbs(tbs, { key, algorithm, crypto })));
}

/** The hash Go takes when nothing is said: SHA-256 for RSA of any size, the curve's for ECDSA. */
export function defaultAlgorithm(key: PublicKey): SignatureAlgorithm {
  if (key.kind === 'RSA') return RSA_SHA256;
  if (key.kind === 'Ed25519') return ED25519;
  if (key.kind === 'DSA') throw new PkiError('x509: only RSA, ECDSA and Ed25519 keys supported');
  if (key.curve.name === 'P-384') return ECDSA_SHA384;
  return key.curve.name === 'P-521' ? ECDSA_SHA512 : ECDSA_SHA256;
}

export interface Signing {
  readonly key: SigningKey;
  readonly algorithm: SignatureAlgorithm;
  readonly crypto: CryptoPort;
}

/** The signature over what is signed, as it goes into the BIT STRING. */
export function signTbs(tbs: Uint8Array, { key, algorithm, crypto }: Signing): Uint8Array {
  const { publicKey, pkcs8 } = key;
  const unusable = publicKey.kind === 'RSA' ? rsaUseProblem(publicKey) : undefined;
  if (unusable !== undefined) throw new PkiError(unusable);
  if (algorithm.scheme === undefined) throw new PkiError('x509: only RSA, ECDSA and Ed25519 keys supported');
  return crypto.sign(algorithm.scheme, pkcs8, tbs);
}

function createTbs(template: CertificateTemplate, { issuer, key, algorithm, crypto }: Signing & { issuer: IssuerFacts }): Uint8Array {
  if (algorithm.keyKind !== key.publicKey.kind) {
    throw new PkiError('x509: requested SignatureAlgorithm does not match private key type');
  }
  const subjectKey = supportedKey(template.publicKey);
  if (issuer.publicKey !== undefined && !sameKey(issuer.publicKey, key.publicKey)) {
    throw new PkiError("x509: provided PrivateKey doesn't match parent's PublicKey");
  }
  const isSelfIssued = equalBytes(issuer.rawSubject, template.rawSubject);
  const authorityKeyId = isSelfIssued ? template.authorityKeyId : (issuer.subjectKeyId ?? template.authorityKeyId);
  const subjectKeyId = template.subjectKeyId ?? derivedKeyId(template, subjectKey, crypto);
  const extensions = buildExtensions(template, { subjectKeyId, authorityKeyId }).map(encodeExtension);
  return sequence(
    VERSION_3,
    unsignedInteger(template.serialNumber),
    algorithm.identifier,
    issuer.rawSubject,
    sequence(encodeTime(template.notBefore), encodeTime(template.notAfter)),
    template.rawSubject,
    subjectKey.spki,
    ...(extensions.length === 0 ? [] : [tlv(contextConstructed(3), sequence(...extensions))]),
  );
}

type SupportedKey = Exclude<PublicKey, { kind: 'DSA' }>;

function supportedKey(key: PublicKey | undefined): SupportedKey {
  if (key !== undefined && key.kind !== 'DSA') return key;
  throw new PkiError(`x509: unsupported public key type: ${key === undefined ? '<nil>' : '*dsa.PublicKey'}`);
}

/** PublicKey.Equal. */
export function sameKey(a: PublicKey, b: PublicKey): boolean {
  return a.kind !== 'DSA' && b.kind !== 'DSA' && equalBytes(a.spki, b.spki);
}

// RFC 7093 section 2, method 1; only for authorities.
function derivedKeyId(template: CertificateTemplate, key: SupportedKey, crypto: CryptoPort): Uint8Array | undefined {
  if (template.basicConstraints?.isCa !== true) return undefined;
  return crypto.digest('SHA-256', key.subjectPublicKey).subarray(0, KEY_ID_LENGTH);
}
