import type { CryptoPort } from '../../base/env/crypto';
import { signatureProblem } from '../algorithm/check-signature';
import { KEY_USAGE } from '../extension/key-usage';
import type { Certificate } from './parse-certificate';

/** Certificate.CheckSignatureFrom: whether `issuer` may sign certificates and has signed this one. */
export function isSignedBy(certificate: Certificate, issuer: Certificate, crypto: CryptoPort): boolean {
  if (!maySign(issuer) || issuer.publicKeyKind === undefined) return false;
  const { signatureAlgorithm: algorithm, rawTbs: signed, signature } = certificate;
  return signatureProblem({ algorithm, signed, signature }, issuer.publicKey, { crypto, allowSha1: false }) === undefined;
}

/** Without basic constraints only before version 3 (RFC 5280 section 4.2.1.9); key usage without any bit counts as absent. */
export function maySign({ version, basicConstraints, keyUsage }: Certificate): boolean {
  if (basicConstraints === undefined ? version === 3 : !basicConstraints.isCa) return false;
  return keyUsage === 0 || (keyUsage & KEY_USAGE.keyCertSign) !== 0;
}
