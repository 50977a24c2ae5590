import { shortestAddress } from '../../base/go/address';
import { goQuoteBytes } from '../../base/go/quote';
import { formatUrl, parseUrl, UrlError, type GoUrl } from '../../base/go/url';
import { fromLatin1, isAscii, utf8 } from '../bytes';
import { DerReader } from '../der/reader';
import { context, TAG } from '../der/tags';
import { sequence, tlv } from '../der/writer';
import { PkiError } from '../error';
import { isDomainName } from './domain-name';

/** The general names Go knows; others in the extension are passed over. */
export interface SubjectAltNames {
  readonly dnsNames: readonly string[];
  readonly emailAddresses: readonly string[];
  /** 4 or 16 octets each. */
  readonly ipAddresses: readonly Uint8Array[];
  readonly uris: readonly GoUrl[];
}

export const NO_NAMES: SubjectAltNames = { dnsNames: [], emailAddresses: [], ipAddresses: [], uris: [] };

export const GENERAL_NAME = { email: 1, dns: 2, uri: 6, ip: 7 } as const;

const CONTEXT_BIT = 0x80;

export function parseSubjectAltNames(value: Uint8Array): SubjectAltNames {
  const dnsNames: string[] = [];
  const emailAddresses: string[] = [];
  const ipAddresses: Uint8Array[] = [];
  const uris: GoUrl[] = [];
  for (const { number, content } of generalNames(value)) {
    if (number === GENERAL_NAME.email) emailAddresses.push(ia5(content, 'rfc822Name'));
    if (number === GENERAL_NAME.dns) dnsNames.push(ia5(content, 'dNSName'));
    if (number === GENERAL_NAME.uri) uris.push(parseUri(content));
    if (number === GENERAL_NAME.ip) ipAddresses.push(checkedAddress(content));
  }
  return { dnsNames, emailAddresses, ipAddresses, uris };
}

/** Written in Go's order: DNS, email, IP, URI. */
export function encodeSubjectAltNames(names: SubjectAltNames): Uint8Array {
  return sequence(
    ...names.dnsNames.map((name) => textName(GENERAL_NAME.dns, name)),
    ...names.emailAddresses.map((email) => textName(GENERAL_NAME.email, email)),
    ...names.ipAddresses.map((ip) => tlv(context(GENERAL_NAME.ip), shortestAddress(ip))),
    ...names.uris.map((uri) => textName(GENERAL_NAME.uri, formatUrl(uri))),
  );
}

export function hasNames({ dnsNames, emailAddresses, ipAddresses, uris }: SubjectAltNames): boolean {
  return dnsNames.length + emailAddresses.length + ipAddresses.length + uris.length > 0;
}

/** Refuses what is no IA5String. */
export function checkIa5(text: string): Uint8Array {
  const bytes = utf8(text);
  if (!isAscii(bytes)) throw new PkiError(`x509: ${goQuoteBytes(bytes)} cannot be encoded as an IA5String`);
  return bytes;
}

function* generalNames(value: Uint8Array): Generator<{ number: number; content: Uint8Array }> {
  const names = new DerReader(value).read(TAG.sequence);
  if (names === undefined) throw new PkiError('x509: invalid subject alternative names');
  while (!names.empty) {
    const name = names.any();
    if (name === undefined) throw new PkiError('x509: invalid subject alternative name');
    yield { number: name.tag ^ CONTEXT_BIT, content: name.content.bytes };
  }
}

function ia5(content: Uint8Array, kind: string): string {
  if (!isAscii(content)) throw new PkiError(`x509: SAN ${kind} is malformed`);
  return fromLatin1(content);
}

function parseUri(content: Uint8Array): GoUrl {
  const text = ia5(content, 'uniformResourceIdentifier');
  const quoted = goQuoteBytes(content);
  const uri = parsedOrRefused(text, quoted);
  if (uri.host !== '' && !isDomainName(uri.host, 'name')) throw new PkiError(`x509: cannot parse URI ${quoted}: invalid domain`);
  return uri;
}

function parsedOrRefused(text: string, quoted: string): GoUrl {
  try {
    return parseUrl(text);
  } catch (error) {
    if (!(error instanceof UrlError)) throw error;
    throw new PkiError(`x509: cannot parse URI ${quoted}: ${error.message}`);
  }
}

function checkedAddress(content: Uint8Array): Uint8Array {
  if (content.length === 4 || content.length === 16) return content;
  throw new PkiError(`x509: cannot parse IP address of length ${content.length}`);
}

function textName(number: number, text: string): Uint8Array {
  return tlv(context(number), checkIa5(text));
}
