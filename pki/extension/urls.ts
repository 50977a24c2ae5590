import { fromLatin1, utf8 } from '../bytes';
import { DerReader } from '../der/reader';
import { context, contextConstructed, TAG } from '../der/tags';
import { objectIdentifier, sequence, tlv } from '../der/writer';
import { PkiError } from '../error';
import { EXTENSION, type Extension } from './extension';
import { GENERAL_NAME } from './san';

const OCSP = '1.3.6.1.5.5.7.48.1';
const CA_ISSUERS = '1.3.6.1.5.5.7.48.2';
const URI = context(GENERAL_NAME.uri);

/** RFC 5280 section 4.2.2.1; text is one character a byte where it was read. */
export interface AuthorityInfo {
  readonly ocspServers: readonly string[];
  readonly issuingCertificateUrls: readonly string[];
}

export function encodeAuthorityInfo({ ocspServers, issuingCertificateUrls }: AuthorityInfo): Extension {
  const access = (method: string, url: string): Uint8Array => sequence(objectIdentifier(method), tlv(URI, utf8(url)));
  const value = sequence(...ocspServers.map((url) => access(OCSP, url)), ...issuingCertificateUrls.map((url) => access(CA_ISSUERS, url)));
  return { oid: EXTENSION.authorityInfoAccess, critical: false, value };
}

export function parseAuthorityInfo({ critical, value }: Extension): AuthorityInfo {
  if (critical) throw new PkiError('x509: authority info access incorrectly marked critical');
  const invalid = (): PkiError => new PkiError('x509: invalid authority info access');
  const list = new DerReader(value).read(TAG.sequence);
  if (list === undefined) throw invalid();
  const urls = new Map<string, string[]>([
    [OCSP, []],
    [CA_ISSUERS, []],
  ]);
  while (!list.empty) {
    const access = list.read(TAG.sequence);
    const method = access?.objectIdentifier();
    if (access === undefined || method === undefined) throw invalid();
    if (!access.peek(URI)) continue;
    const url = access.content(URI);
    if (url === undefined) throw invalid();
    urls.get(method)?.push(fromLatin1(url));
  }
  return { ocspServers: urls.get(OCSP) ?? [], issuingCertificateUrls: urls.get(CA_ISSUERS) ?? [] };
}

/** One DistributionPoint per URL (RFC 5280 section 4.2.1.13). */
export function encodeCrlDistributionPoints(urls: readonly string[]): Extension {
  const point = (url: string): Uint8Array => sequence(tlv(contextConstructed(0), tlv(contextConstructed(0), tlv(URI, utf8(url)))));
  return { oid: EXTENSION.crlDistributionPoints, critical: false, value: sequence(...urls.map(point)) };
}

export function parseCrlDistributionPoints(value: Uint8Array): readonly string[] {
  const points = new DerReader(value).read(TAG.sequence);
  if (points === undefined) throw new PkiError('x509: invalid CRL distribution points');
  const urls: string[] = [];
  while (!points.empty) {
    const point = points.read(TAG.sequence);
    if (point === undefined) throw invalidPoint();
    if (point.peek(contextConstructed(0))) urls.push(...pointUrls(point));
  }
  return urls;
}

// Only the URIs in front; another kind of name ends the list.
function pointUrls(point: DerReader): readonly string[] {
  const names = point.read(contextConstructed(0))?.read(contextConstructed(0));
  if (names === undefined) throw invalidPoint();
  const urls: string[] = [];
  while (names.peek(URI)) {
    const url = names.content(URI);
    if (url === undefined) throw invalidPoint();
    urls.push(fromLatin1(url));
  }
  return urls;
}

function invalidPoint(): PkiError {
  return new PkiError('x509: invalid CRL distribution point');
}
