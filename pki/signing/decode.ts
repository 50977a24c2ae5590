import type { CryptoPort } from '../../base/env/crypto';
import { parseCertificate, type Certificate } from '../certificate/parse-certificate';
import { PkiError } from '../error';
import { parseEcPrivateKey, parsePkcs8PrivateKey, parseRsaPrivateKey } from '../key/private-key';
import type { SigningKey } from '../key/signing-key';
import { parseCertificateRequest, type CertificateRequest } from '../request/parse-request';
import { decodeFirst, decodeLimited, within } from './size-limits';

/** A request as cert-manager takes it: the first PEM block, whatever its label. */
export function decodeRequest(pem: Uint8Array): CertificateRequest {
  const block = within('error decoding certificate request PEM block', () => decodeFirst(pem, 'request'));
  return parseCertificateRequest(block.bytes);
}

/** A private key as cert-manager takes it: the first PEM block, read as its label says. */
export function decodePrivateKey(pem: Uint8Array, crypto: CryptoPort): SigningKey {
  const { type, bytes } = within('error decoding private key PEM block', () => decodeFirst(pem, 'privateKey'));
  switch (type) {
    case 'PRIVATE KEY':
      return within('error parsing pkcs#8 private key', () => signing(parsePkcs8PrivateKey(bytes, crypto)));
    case 'EC PRIVATE KEY':
      return within('error parsing ecdsa private key', () => parseEcPrivateKey(bytes, crypto));
    case 'RSA PRIVATE KEY':
      return within('error parsing rsa private key', () => parseRsaPrivateKey(bytes));
    default:
      throw new PkiError(`unknown private key type: ${type}`);
  }
}

function signing(key: SigningKey | undefined): SigningKey {
  if (key === undefined) throw new PkiError('invalid key type');
  return key;
}

/** All blocks as certificates, whatever their labels; at least one. */
export function decodeCertificates(pem: Uint8Array, kind: 'chain' | 'bundle'): readonly Certificate[] {
  const certificates: Certificate[] = [];
  for (let decoded = decodeLimited(pem, kind); decoded !== undefined; decoded = decodeLimited(decoded.rest, kind)) {
    const { bytes } = decoded.block;
    certificates.push(within('error parsing X.509 certificate', () => parseCertificate(bytes)));
  }
  if (certificates.length === 0) throw new PkiError('error decoding certificate PEM block: no valid certificates found');
  return certificates;
}
