import {
  ECDSA_SHA256,
  ECDSA_SHA384,
  ECDSA_SHA512,
  ED25519,
  RSA_SHA256,
  RSA_SHA384,
  RSA_SHA512,
  type SignatureAlgorithm,
} from '../algorithm/signature-algorithm';
import { createCertificate, type IssuerFacts } from '../certificate/create-certificate';
import { parseCertificate, type Certificate } from '../certificate/parse-certificate';
import { randomSerial } from '../certificate/serial';
import type { SigningTools } from '../certificate/simple';
import { PkiError } from '../error';
import type { CurveName } from '../key/curves';
import type { PublicKey } from '../key/public-key';
import type { SigningKey } from '../key/signing-key';
import { singleCertificateChain, type CertificateChain } from './certificate-chain';
import type { SigningKeyPair } from './secret-key-pair';
import { within } from './size-limits';
import type { TemplateWithoutSerial } from './template';

const CURVE_ALGORITHMS: Readonly<Partial<Record<CurveName, SignatureAlgorithm>>> = {
  'P-256': ECDSA_SHA256,
  'P-384': ECDSA_SHA384,
  'P-521': ECDSA_SHA512,
};

export interface IssuedChain extends CertificateChain {
  /** The new one. */
  readonly certificate: Certificate;
}

/** What a CA issuer answers: the certificate signed by the first of the pair's certificates, sorted into their chain. */
export function signTemplate(template: TemplateWithoutSerial, pair: SigningKeyPair, tools: SigningTools): IssuedChain {
  const [authority] = pair.certificates;
  if (authority === undefined) throw new PkiError('no CA certificates given to sign CSR template');
  const certificate = signOne(template, { issuer: authority, key: pair.key }, tools);
  const justSigned = { certificate, issuer: authority };
  return { certificate, ...singleCertificateChain([...pair.certificates, certificate], { crypto: tools.crypto, justSigned }) };
}

/** What a SelfSigned issuer answers: a certificate that is its own issuer. */
export function selfSignTemplate(template: TemplateWithoutSerial, key: SigningKey, tools: SigningTools): Certificate {
  return signOne(template, { issuer: { rawSubject: template.rawSubject, publicKey: template.publicKey }, key }, tools);
}

function signOne(
  template: TemplateWithoutSerial,
  { issuer, key }: { readonly issuer: IssuerFacts; readonly key: SigningKey },
  { random, crypto }: SigningTools,
): Certificate {
  const signatureAlgorithm = algorithmOf(key.publicKey);
  const whole = { ...template, serialNumber: randomSerial(random), signatureAlgorithm };
  const der = within('error creating x509 certificate', () => createCertificate(whole, issuer, key, crypto));
  return within('error decoding DER certificate bytes', () => parseCertificate(der));
}

// A modulus counts in whole octets.
function algorithmOf(key: PublicKey): SignatureAlgorithm {
  if (key.kind === 'Ed25519') return ED25519;
  if (key.kind === 'DSA') throw new PkiError('unknown public key type on signing certificate: *dsa.PublicKey');
  if (key.kind === 'ECDSA') return curveAlgorithm(key.curve.name);
  const bits = Math.ceil(key.bits / 8) * 8;
  if (bits < 2048) throw new PkiError(`invalid size ${bits} for RSA key on signing certificate`);
  if (bits < 3072) return RSA_SHA256;
  return bits < 4096 ? RSA_SHA384 : RSA_SHA512;
}

function curveAlgorithm(curve: CurveName): SignatureAlgorithm {
  const algorithm = CURVE_ALGORITHMS[curve];
  if (algorithm === undefined) throw new PkiError('unknown / unsupported curve attached to ECDSA signing certificate');
  return algorithm;
}
