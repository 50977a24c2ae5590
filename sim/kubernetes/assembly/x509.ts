import type { CryptoPort } from '../../../base/env/crypto';
import { checkRequestSignature, decodePem, parseCertificateRequest, parseCertificates } from '../../../pki';
import type { X509Reader } from '../resources';

/** What strategies ask of X.509, answered by pki. */
export function x509Reader(crypto: CryptoPort): X509Reader {
  return {
    decodePem(text) {
      const decoded = decodePem(text);
      if (decoded === undefined) return undefined;
      const { type, headers, bytes } = decoded.block;
      return { block: { type, headers: Object.fromEntries(headers), bytes }, rest: decoded.rest };
    },
    checkRequest: (der) => checkRequestSignature(parseCertificateRequest(der), crypto),
    requestOrganizations: (der) => parseCertificateRequest(der).subject.organization,
    countCertificates: (der) => parseCertificates(der).length,
    checkKeyPair: () => undefined,
  };
}
