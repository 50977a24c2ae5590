import type { CryptoPort } from '../../base/env/crypto';
import { signatureProblem } from '../algorithm/check-signature';
import { PkiError } from '../error';
import { KEY_USAGE } from '../extension/key-usage';
import type { Certificate } from './parse-certificate';

/** Certificate.CheckSignatureFrom: throws PkiError unless `issuer` may sign certificates and has signed this one. */
export function checkSignatureFrom(certificate: Certificate, issuer: Certificate, crypto: CryptoPort): void {
  const problem = issuedProblem(certificate, issuer, crypto);
  if (problem !== undefined) throw new PkiError(problem);
}

/** Whether `issuer` has signed the certificate, by the same rules. */
export function isSignedBy(certificate: Certificate, issuer: Certificate, crypto: CryptoPort): boolean {
  return issuedProblem(certificate, issuer, crypto) === undefined;
}

function issuedProblem(certificate: Certificate, issuer: Certificate, crypto: CryptoPort): string | undefined {
  if (!maySign(issuer)) return 'x509: invalid signature: parent certificate cannot sign this kind of certificate';
  if (issuer.publicKeyKind === undefined) return 'x509: cannot verify signature: algorithm unimplemented';
  const { signatureAlgorithm: algorithm, rawTbs: signed, signature } = certificate;
  return signatureProblem({ algorithm, signed, signature }, issuer.publicKey, { crypto, allowSha1: false });
}

/** Without basic constraints only before version 3 (RFC 5280 section 4.2.1.9); key usage without any bit counts as absent. */
export function maySign({ version, basicConstraints, keyUsage }: Certificate): boolean {
  if (basicConstraints === undefined ? version === 3 : !basicConstraints.isCa) return false;
  return keyUsage === 0 || (keyUsage & KEY_USAGE.keyCertSign) !== 0;
}
