import type { KeySpec } from '../../../base/env/crypto';
import { parseAddress } from '../../../base/go/address';
import { parseUrl } from '../../../base/go/url';
import { createCertificateRequest, encodePem, generateSigningKey, parseCertificateRequest } from '../../../pki';
import type { CertificateRequest, SigningKey } from '../../../pki';
import { encryptPrivateKey } from '../../../pki/key/encrypt-private-key';
import type { TppCall } from './call';
import type { Folder } from './options';
import { badRequest } from './reply';

/** A request that the server made itself, with its key. */
export interface Generated {
  readonly request: CertificateRequest;
  readonly key: SigningKey;
}

const CURVES = { P256: 'P-256', P384: 'P-384', P521: 'P-521' } as const;
const SAN = { email: 1, dns: 2, uri: 6, ip: 7 } as const;
const DEFAULT_BITS = 2048;

/** What is asked for without a PKCS #10: the server makes key and request out of the other members. */
export function generated(call: TppCall, folder: Folder): Generated {
  const { body, random, crypto } = call;
  const commonName = body.text('Subject') || body.text('ObjectName');
  if (commonName === '') throw badRequest('ObjectName or Subject is required.');
  const key = generateSigningKey(keySpec(call, folder), random, crypto);
  const one = (name: string): readonly string[] => (body.text(name) === '' ? [] : [body.text(name)]);
  const subject = {
    commonName,
    organization: one('Organization'),
    organizationalUnit: one('OrganizationalUnit'),
    locality: one('City'),
    province: one('State'),
    country: one('Country'),
  };
  const names = (type: number): readonly string[] =>
    body.objects('SubjectAltNames').flatMap(({ Type, Name }) => (Number(Type) === type && typeof Name === 'string' ? [Name] : []));
  const template = {
    ...{ subject, dnsNames: names(SAN.dns), emailAddresses: names(SAN.email) },
    ipAddresses: names(SAN.ip).map((address) => parseAddress(address).octets),
    uris: names(SAN.uri).map(parseUrl),
  };
  return { key, request: parseCertificateRequest(createCertificateRequest(template, key, crypto)) };
}

/** The folder's own wish counts where the request has none. */
function keySpec({ body }: TppCall, folder: Folder): KeySpec {
  const algorithm = (body.text('KeyAlgorithm') || (folder.keyAlgorithm?.value ?? 'RSA')).toUpperCase();
  if (algorithm === 'RSA') {
    const bits = Number(body.all.KeyBitSize ?? 0);
    return { kind: 'RSA', bits: bits > 0 ? bits : (folder.keySize?.value ?? DEFAULT_BITS) };
  }
  const name = (body.text('EllipticCurve') || (folder.ellipticCurve?.value ?? 'P256')).toUpperCase();
  const curve = Object.entries(CURVES).find(([known]) => known === name)?.[1];
  if (curve === undefined) throw badRequest(`Invalid parameter: 'EllipticCurve' ${name} is not supported.`);
  return { kind: 'ECDSA', curve };
}

/** PEM of the key under the password that `retrieve` names; empty when it is not asked for. Throws when there is none to give. */
export function keyFor({ body, crypto, random }: TppCall, key: SigningKey | undefined): string {
  if (!body.flag('IncludePrivateKey')) return '';
  if (key === undefined) throw badRequest('Failed to lookup private key, error: Failed to lookup private key vault id');
  const password = body.text('Password');
  if (password === '') throw badRequest('Password is required when IncludePrivateKey is set.');
  return encodePem('ENCRYPTED PRIVATE KEY', encryptPrivateKey(key.pkcs8, password, { crypto, random }));
}
