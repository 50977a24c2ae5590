import type { CryptoPort } from '../../../../base/env/crypto';
import { checkRequestSignature, decodePem, parseCertificateRequest, parseCertificates } from '../../../../pki';
import { checkKeyPair } from './key-pair';
import type { X509Reader } from './x509-reader';

/** X.509 as Go reads it. */
export function pkiReader(crypto: CryptoPort): X509Reader {
  return {
    decodePem: (text) => decodePem(text),
    checkRequest: (der) => checkRequestSignature(parseCertificateRequest(der), crypto),
    countCertificates: (der) => parseCertificates(der).length,
    checkKeyPair: (certificate, key) => checkKeyPair(certificate, key, crypto),
  };
}
