import type { CryptoPort } from '../../base/env/crypto';
import { checkSignature } from '../algorithm/check-signature';
import type { CertificateRequest } from './parse-request';

/** CertificateRequest.CheckSignature: throws PkiError with Go's text unless the request is signed with its own key. */
export function checkRequestSignature(request: CertificateRequest, crypto: CryptoPort): void {
  const { signatureAlgorithm: algorithm, info: signed, signature } = request;
  checkSignature({ algorithm, signed, signature }, request.publicKey, { crypto, allowSha1: true });
}
