import { parseAddress } from '../../../../base/go/address';
import { formatUrl, parseUrl } from '../../../../base/go/url';
import { checkRequestSignature, decodePem, parseCertificateRequest } from '../../../../pki';
import type { CertificateRequest } from '../../../../pki';
import type { CryptoPort } from '../../../../base/env/crypto';
import type { PkiRole } from '../config';
import { VaultFault } from '../reply';
import type { WantedNames } from './names';

/** The parameters of a call, which clients send as JSON or as text. */
export class Parameters {
  constructor(private readonly body: Readonly<Record<string, unknown>>) {}

  text(name: string): string {
    const value = this.body[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  }

  flag(name: string): boolean {
    const value = this.body[name];
    return value === true || value === 'true' || value === '1';
  }

  /** A list, or a text with commas. */
  list(name: string): readonly string[] {
    const value = this.body[name];
    const given = Array.isArray(value) ? value.map(String) : this.text(name).split(',');
    return given.map((item) => item.trim()).filter((item) => item !== '');
  }
}

/** The request to sign. Throws what Vault says to what is none. */
export function requestIn(parameters: Parameters, crypto: CryptoPort): CertificateRequest {
  const pem = parameters.text('csr');
  if (pem === '') throw new VaultFault(400, '"csr" is empty');
  const block = decodePem(new TextEncoder().encode(pem))?.block;
  if (block === undefined) throw new VaultFault(400, 'csr contains no data');
  try {
    const request = parseCertificateRequest(block.bytes);
    checkRequestSignature(request, crypto);
    return request;
  } catch (error) {
    throw new VaultFault(400, `certificate request could not be parsed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Throws what Vault says to a key that the role does not take. */
export function checkKey({ publicKey }: CertificateRequest, { key_type: type = 'rsa', key_bits: bits = 0 }: PkiRole): void {
  const kind = publicKey?.kind;
  const actual = kind === 'RSA' ? 'rsa' : kind === 'ECDSA' ? 'ec' : kind === 'Ed25519' ? 'ed25519' : 'unknown';
  if (type !== 'any' && type !== actual) throw new VaultFault(400, `role requires keys of type ${type}`);
  const size = publicKey?.kind === 'RSA' ? publicKey.bits : publicKey?.kind === 'ECDSA' ? bitsOf(publicKey.curve.name) : 0;
  if (type !== 'any' && size > 0 && size < bits) {
    throw new VaultFault(400, `role requires a minimum of a ${bits}-bit key, but CSR's key is ${size} bits`);
  }
  if (kind === 'RSA' && size < 2048)
    throw new VaultFault(400, `OpenBao requires a minimum of a 2048-bit key, but CSR's key is ${size} bits`);
}

function bitsOf(curve: string): number {
  return Number(curve.slice(2));
}

/** Names from the request or from the parameters, as the role says; what is passed over is warned of. */
export function namesFor(
  role: PkiRole,
  request: CertificateRequest,
  parameters: Parameters,
): { readonly names: WantedNames; readonly warnings: readonly string[] } {
  const fromRequest = role.use_csr_common_name !== false;
  const sansFromRequest = role.use_csr_sans !== false;
  const commonName = fromRequest ? request.subject.commonName : parameters.text('common_name');
  const sans = sansFromRequest ? sansOf(request) : sansIn(parameters);
  const names = withCommonName({ commonName, ...sans }, parameters.flag('exclude_cn_from_sans'));
  const ignored = (member: string, by: string) => `the ${member} field was provided but the role is set with "${by}" set to true`;
  const given = (member: string): boolean => parameters.text(member) !== '' || parameters.list(member).length > 0;
  const warnings = [
    ...(fromRequest && given('common_name') ? [ignored('common_name', 'use_csr_common_name')] : []),
    ...(sansFromRequest && given('alt_names') ? [ignored('alt_names', 'use_csr_sans')] : []),
  ];
  return { names, warnings };
}

type Sans = Omit<WantedNames, 'commonName'>;

function sansOf({ dnsNames, emailAddresses, ipAddresses, uris }: CertificateRequest): Sans {
  return { dnsNames, emailAddresses, ipAddresses, uris: uris.map(formatUrl), source: 'CSR' };
}

function sansIn(parameters: Parameters): Sans {
  const names = parameters.list('alt_names');
  return {
    dnsNames: names.filter((name) => !name.includes('@')),
    emailAddresses: names.filter((name) => name.includes('@')),
    ipAddresses: parameters.list('ip_sans').map(addressOf),
    uris: parameters.list('uri_sans').map((uri) => formatUrl(parseUrl(uri))),
    source: 'the API',
  };
}

function addressOf(text: string): Uint8Array {
  try {
    return parseAddress(text).octets;
  } catch {
    throw new VaultFault(400, `the value "${text}" is not a valid IP address`);
  }
}

function withCommonName(names: WantedNames, excluded: boolean): WantedNames {
  const { commonName, dnsNames, emailAddresses } = names;
  if (excluded || commonName === '') return names;
  if (commonName.includes('@')) return { ...names, emailAddresses: [...new Set([commonName, ...emailAddresses])] };
  return { ...names, dnsNames: [...new Set([commonName, ...dnsNames])] };
}
