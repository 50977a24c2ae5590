import type { CryptoPort } from '../../base/env/crypto';
import { parseAddress, shortestAddress } from '../../base/go/address';
import { createCertificateRequest, encodePem } from '../../pki';
import type { Extension, SigningKey } from '../../pki';
import { context } from '../../pki/der/tags';
import { sequence, tlv } from '../../pki/der/writer';
import { encodeExtKeyUsage } from '../../pki/extension/ext-key-usage';
import { EXTENSION } from '../../pki/extension/extension';
import { encodeKeyUsage } from '../../pki/extension/key-usage';
import { checkIa5, GENERAL_NAME } from '../../pki/extension/san';
import { encodeName } from '../../pki/name/encode-name';
import type { CertificateSpec, CertificateSubject } from './certificate';
import { signatureAlgorithm } from './signature-algorithm';
import { certificateUsages } from './usages';

const NOTHING_TO_NAME =
  'at least one of commonName (from the commonName field or from a literalSubject), dnsNames, emailSANs, ipAddresses, otherNames, or uriSANs must be set';

// Of an encoded name without parts: 30 00.
const EMPTY_NAME_LENGTH = 2;

/** The PKCS #10 request for a Certificate, signed by its new key. Throws an Error with cert-manager's text. */
export function requestPem(spec: CertificateSpec, key: SigningKey, crypto: CryptoPort): string {
  const subject = encodeName(nameParts(spec.subject ?? {}, spec.commonName ?? ''));
  const names = generalNames(spec);
  if ((spec.commonName ?? '') === '' && names.length === 0) throw new Error(NOTHING_TO_NAME);
  const alternatives: Extension[] =
    names.length === 0
      ? []
      : [{ oid: EXTENSION.subjectAltName, critical: subject.length === EMPTY_NAME_LENGTH, value: sequence(...names) }];
  const template = {
    rawSubject: subject,
    extensions: [...alternatives, ...usageExtensions(spec)],
    signatureAlgorithm: signatureAlgorithm(spec, key.publicKey),
  };
  return encodePem('CERTIFICATE REQUEST', createCertificateRequest(template, key, crypto));
}

function nameParts(subject: CertificateSubject, commonName: string): Parameters<typeof encodeName>[0] {
  return {
    country: subject.countries ?? [],
    organization: subject.organizations ?? [],
    organizationalUnit: subject.organizationalUnits ?? [],
    locality: subject.localities ?? [],
    province: subject.provinces ?? [],
    streetAddress: subject.streetAddresses ?? [],
    postalCode: subject.postalCodes ?? [],
    serialNumber: subject.serialNumber ?? '',
    commonName,
  };
}

/** In the order of the tags; other names are not written. */
function generalNames({ emailAddresses = [], dnsNames = [], uris = [], ipAddresses = [] }: CertificateSpec): Uint8Array[] {
  const text = (tag: number, value: string): Uint8Array => tlv(context(tag), checkIa5(value));
  const addresses = ipAddresses.map((address) => shortestAddress(parseAddress(address).octets));
  return [
    ...emailAddresses.map((email) => text(GENERAL_NAME.email, email)),
    ...dnsNames.map((name) => text(GENERAL_NAME.dns, name)),
    ...uris.map((uri) => text(GENERAL_NAME.uri, uri)),
    ...addresses.map((address) => tlv(context(GENERAL_NAME.ip), address)),
  ];
}

function usageExtensions(spec: CertificateSpec): Extension[] {
  if (spec.encodeUsagesInRequest === false) return [];
  const { keyUsage, extKeyUsage, unknown } = certificateUsages(spec);
  if (unknown.length > 0) throw new Error(`failed to build key usages: unknown key usages: [${unknown.join(' ')}]`);
  return [...(keyUsage === 0 ? [] : [encodeKeyUsage(keyUsage)]), ...(extKeyUsage.length === 0 ? [] : [encodeExtKeyUsage(extKeyUsage)])];
}
