import type { CryptoPort } from '../../../base/env/crypto';
import type { CertificateRequest, NameParts } from '../../../pki';
import { EXT_KEY_USAGE } from '../../../pki/extension/ext-key-usage';
import { EXTENSION } from '../../../pki/extension/extension';
import { KEY_USAGE } from '../../../pki/extension/key-usage';
import { encodeName } from '../../../pki/name/encode-name';
import type { Leaf } from './test-ca';

export interface LeafTimes {
  /** Seconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/** A server's certificate over what a request asks for; of the subject, `defaults` fill in what the request leaves out. */
export function leafFor(request: CertificateRequest, times: LeafTimes, tools: { crypto: CryptoPort; defaults?: NameParts }): Leaf {
  const { publicKey, subject } = request;
  if (publicKey === undefined || publicKey.kind === 'DSA') throw new Error('the request has a key that nothing can be issued for');
  return {
    ...times,
    publicKey,
    rawSubject: tools.defaults === undefined ? request.rawSubject : encodeName(filled(subject, tools.defaults)),
    subjectKeyId: tools.crypto.digest('SHA-1', publicKey.subjectPublicKey),
    keyUsage: KEY_USAGE.digitalSignature | KEY_USAGE.keyEncipherment,
    extKeyUsage: [EXT_KEY_USAGE.serverAuth, EXT_KEY_USAGE.clientAuth],
    extraExtensions: request.extensions.filter(({ oid }) => oid === EXTENSION.subjectAltName),
  };
}

function filled(subject: CertificateRequest['subject'], defaults: NameParts): NameParts {
  const or = (own: readonly string[], other: readonly string[] = []): readonly string[] => (own.length > 0 ? own : other);
  return {
    commonName: subject.commonName,
    serialNumber: subject.serialNumber,
    country: or(subject.country, defaults.country),
    organization: or(subject.organization, defaults.organization),
    organizationalUnit: or(subject.organizationalUnit, defaults.organizationalUnit),
    locality: or(subject.locality, defaults.locality),
    province: or(subject.province, defaults.province),
  };
}
