import { formatIp } from '../../base/go/address';
import { formatUrl } from '../../base/go/url';
import { toHex } from '../bytes';
import { parseBasicConstraints } from '../extension/basic-constraints';
import { EXT_KEY_USAGE, parseExtKeyUsage } from '../extension/ext-key-usage';
import { EXTENSION, type Extension } from '../extension/extension';
import { parseAuthorityKeyId, parseSubjectKeyId } from '../extension/key-id';
import { KEY_USAGE, parseKeyUsage } from '../extension/key-usage';
import { unmarshalNameConstraints, type Subtrees } from '../extension/name-constraints';
import { parsePolicies } from '../extension/policies';
import { parseSubjectAltNames, type SubjectAltNames } from '../extension/san';
import { parseAuthorityInfo, parseCrlDistributionPoints } from '../extension/urls';
import { PkiError } from '../error';

/** What an extension is called in RFC 5280; its object identifier where it has no name here. */
export function extensionName(oid: string): string {
  return NAMES.get(oid) ?? oid;
}

/** What an extension says, in one line; its bytes in hex where it cannot be read or is not known. */
export function extensionText(extension: Extension): string {
  try {
    return READERS.get(extension.oid)?.(extension) ?? toHex(extension.value);
  } catch (error) {
    if (error instanceof PkiError) return `${toHex(extension.value)} (${error.message})`;
    throw error;
  }
}

/** Alternative names, each with its kind: `DNS web.example, IP 10.0.0.1`. */
export function namesText({ dnsNames, emailAddresses, ipAddresses, uris }: SubjectAltNames): string {
  return [
    ...dnsNames.map((name) => `DNS ${name}`),
    ...emailAddresses.map((email) => `email ${email}`),
    ...ipAddresses.map((ip) => `IP ${formatIp(ip)}`),
    ...uris.map((uri) => `URI ${formatUrl(uri)}`),
  ].join(', ');
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ...Object.entries(EXTENSION).map(([name, oid]): [string, string] => [oid, name]),
  ['1.3.6.1.5.5.7.1.24', 'tlsFeature'],
  ['1.3.6.1.4.1.11129.2.4.2', 'signedCertificateTimestamps'],
]);

const PURPOSE_NAMES = new Map(Object.entries(EXT_KEY_USAGE).map(([name, oid]): [string, string] => [oid, name]));

const READERS: ReadonlyMap<string, (extension: Extension) => string> = new Map<string, (extension: Extension) => string>([
  [EXTENSION.keyUsage, ({ value }) => keyUsageText(parseKeyUsage(value))],
  [EXTENSION.extKeyUsage, ({ value }) => purposesText(value)],
  [EXTENSION.basicConstraints, ({ value }) => constraintsText(value)],
  [EXTENSION.subjectAltName, ({ value }) => namesText(parseSubjectAltNames(value)) || `${toHex(value)} (names of other kinds)`],
  [EXTENSION.subjectKeyId, (extension) => toHex(parseSubjectKeyId(extension))],
  [EXTENSION.authorityKeyId, (extension) => toHex(parseAuthorityKeyId(extension) ?? extension.value)],
  [EXTENSION.nameConstraints, ({ value }) => nameConstraintsText(value)],
  [EXTENSION.crlDistributionPoints, ({ value }) => parseCrlDistributionPoints(value).join(', ')],
  [EXTENSION.certificatePolicies, ({ value }) => parsePolicies(value).join(', ')],
  [EXTENSION.authorityInfoAccess, authorityInfoText],
]);

function keyUsageText(usage: number): string {
  return Object.entries(KEY_USAGE)
    .filter(([, bit]) => (usage & bit) !== 0)
    .map(([name]) => name)
    .join(', ');
}

function purposesText(value: Uint8Array): string {
  const { known, unknown } = parseExtKeyUsage(value);
  return [...known, ...unknown].map((oid) => PURPOSE_NAMES.get(oid) ?? oid).join(', ');
}

function constraintsText(value: Uint8Array): string {
  const { isCa, maxPathLength } = parseBasicConstraints(value);
  return `CA ${isCa ? 'yes' : 'no'}${maxPathLength === undefined ? '' : `, path length ${maxPathLength}`}`;
}

function nameConstraintsText(value: Uint8Array): string {
  const { permitted, excluded } = unmarshalNameConstraints(value);
  return [...subtreesText('permitted', permitted), ...subtreesText('excluded', excluded)].join(', ');
}

function subtreesText(kind: string, { dnsDomains, ipRanges, emailAddresses, uriDomains }: Subtrees): readonly string[] {
  const range = (octets: Uint8Array): string =>
    [octets.subarray(0, octets.length / 2), octets.subarray(octets.length / 2)].map(formatIp).join('/');
  return [
    ...dnsDomains.map((domain) => `${kind} DNS ${domain}`),
    ...ipRanges.map((octets) => `${kind} IP ${range(octets)}`),
    ...emailAddresses.map((email) => `${kind} email ${email}`),
    ...uriDomains.map((domain) => `${kind} URI ${domain}`),
  ];
}

function authorityInfoText(extension: Extension): string {
  const { ocspServers, issuingCertificateUrls } = parseAuthorityInfo(extension);
  return [...ocspServers.map((url) => `OCSP ${url}`), ...issuingCertificateUrls.map((url) => `issuer ${url}`)].join(', ');
}
