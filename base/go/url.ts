import { AddressError, parseAddress } from './address';
import { goQuoteBytes } from './quote';
import { bytesOf, escape, needsEscape, unescape, UrlError } from './url-escape';

export { UrlError } from './url-escape';

/** net/url.URL. Text is a Go string: one character a byte. */
export interface GoUrl {
  readonly scheme: string;
  readonly opaque: string;
  readonly user: Userinfo | undefined;
  /** With the port. */
  readonly host: string;
  readonly path: string;
  /** Set only when the default encoding of `path` is another. */
  readonly rawPath: string;
  readonly rawQuery: string;
  readonly forceQuery: boolean;
  readonly omitHost: boolean;
  readonly fragment: string;
  readonly rawFragment: string;
}

export interface Userinfo {
  readonly name: string;
  readonly password: string | undefined;
}

/** url.Parse of a string with one character a byte. Throws UrlError with Go's text. */
export function parseUrl(text: string): GoUrl {
  const [url, fragment] = cut(text, '#');
  const parsed = inContext(url, () => parseWithoutFragment(url));
  if (fragment === '') return parsed;
  return inContext(text, () => {
    const decoded = unescape(fragment, 'fragment');
    return { ...parsed, fragment: decoded, rawFragment: escape(decoded, 'fragment') === fragment ? '' : fragment };
  });
}

/** URL.String. */
export function formatUrl(url: GoUrl): string {
  const scheme = url.scheme === '' ? '' : `${url.scheme}:`;
  const body = url.opaque === '' ? hierarchical(url, scheme) : url.opaque;
  const query = url.forceQuery || url.rawQuery !== '' ? `?${url.rawQuery}` : '';
  const fragment = url.fragment === '' ? '' : `#${encoded(url.fragment, url.rawFragment, 'fragment')}`;
  return scheme + body + query + fragment;
}

const BLANK: GoUrl = {
  scheme: '',
  opaque: '',
  user: undefined,
  host: '',
  path: '',
  rawPath: '',
  rawQuery: '',
  forceQuery: false,
  omitHost: false,
  fragment: '',
  rawFragment: '',
};

function inContext<T>(text: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof UrlError)) throw error;
    throw new UrlError(`parse ${quote(text)}: ${error.message}`);
  }
}

function quote(text: string): string {
  return goQuoteBytes(bytesOf(text));
}

function cut(text: string, separator: string): [before: string, after: string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 0x20 || text.charCodeAt(i) === 0x7f) return true;
  return false;
}

function parseWithoutFragment(text: string): GoUrl {
  if (hasControl(text)) throw new UrlError('net/url: invalid control character in URL');
  if (text === '*') return { ...BLANK, path: '*' };
  const { scheme, rest } = splitScheme(text);
  const forceQuery = rest.indexOf('?') === rest.length - 1 && rest.endsWith('?');
  const [reference, rawQuery] = cut(rest, '?');
  const start = { ...BLANK, scheme, rawQuery, forceQuery };
  if (!reference.startsWith('/')) {
    if (scheme !== '') return { ...start, opaque: reference };
    if (cut(reference, '/')[0].includes(':')) throw new UrlError('first path segment in URL cannot contain colon');
  }
  const hasAuthority = reference.startsWith('//') && (scheme !== '' || !reference.startsWith('///'));
  if (!hasAuthority) return { ...start, omitHost: scheme !== '' && reference.startsWith('/'), ...pathOf(reference) };
  const slash = reference.indexOf('/', 2);
  const authority = slash < 0 ? reference.slice(2) : reference.slice(2, slash);
  return { ...start, ...parseAuthority(scheme, authority), ...pathOf(slash < 0 ? '' : reference.slice(slash)) };
}

function splitScheme(text: string): { scheme: string; rest: string } {
  if (text.startsWith(':')) throw new UrlError('missing protocol scheme');
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1];
  return scheme === undefined ? { scheme: '', rest: text } : { scheme: scheme.toLowerCase(), rest: text.slice(scheme.length + 1) };
}

function pathOf(text: string): { path: string; rawPath: string } {
  const path = unescape(text, 'path');
  return { path, rawPath: escape(path, 'path') === text ? '' : text };
}

const USERINFO = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;

function parseAuthority(scheme: string, authority: string): { user: Userinfo | undefined; host: string } {
  const at = authority.lastIndexOf('@');
  const host = parseHost(scheme, authority.slice(at + 1));
  if (at < 0) return { user: undefined, host };
  const text = authority.slice(0, at);
  if (!USERINFO.test(text)) throw new UrlError('net/url: invalid userinfo');
  if (!text.includes(':')) return { user: { name: unescape(text, 'user'), password: undefined }, host };
  const [name, password] = cut(text, ':');
  return { user: { name: unescape(name, 'user'), password: unescape(password, 'user') }, host };
}

function parseHost(scheme: string, host: string): string {
  const bracket = host.lastIndexOf('[');
  if (bracket > 0) throw new UrlError('invalid IP-literal');
  if (bracket === 0) return parseIpLiteral(host);
  const strict = scheme === 'http' || scheme === 'https';
  const colon = strict ? host.indexOf(':') : host.lastIndexOf(':');
  if (colon >= 0) checkPort(host.slice(colon));
  return unescape(host, 'host');
}

function checkPort(text: string): void {
  if (!/^(:[0-9]*)?$/.test(text)) throw new UrlError(`invalid port ${quote(text)} after host`);
}

// RFC 3986 section 3.2.2 and RFC 6874: `%25` starts the zone.
function parseIpLiteral(host: string): string {
  const close = host.lastIndexOf(']');
  if (close < 0) throw new UrlError("missing ']' in host");
  checkPort(host.slice(close + 1));
  const name = host.slice(1, close);
  const zone = name.indexOf('%25');
  const decoded = zone < 0 ? unescape(name, 'host') : unescape(name.slice(0, zone), 'host') + unescape(name.slice(zone), 'zone');
  checkIpLiteral(decoded);
  return `[${decoded}]${host.slice(close + 1)}`;
}

function checkIpLiteral(text: string): void {
  try {
    if (parseAddress(text).octets.length === 16) return;
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    throw new UrlError(`invalid host: ${error.quotedBy(quote)}`);
  }
  throw new UrlError('invalid IP-literal');
}

function hierarchical(url: GoUrl, scheme: string): string {
  const authority = formatAuthority(url);
  const path = url.path === '*' && url.rawPath === '' ? '*' : encoded(url.path, url.rawPath, 'path');
  const front = authority + (path !== '' && !path.startsWith('/') && url.host !== '' ? '/' : '');
  // A colon in the first segment would read as a scheme (RFC 3986 section 4.2).
  const dot = scheme + front === '' && cut(path, '/')[0].includes(':') ? './' : '';
  return front + dot + path;
}

function formatAuthority({ scheme, host, user, path, omitHost }: GoUrl): string {
  if (scheme === '' && host === '' && user === undefined) return '';
  if (omitHost && host === '' && user === undefined) return '';
  if (host === '' && path === '' && user === undefined) return '';
  return `//${formatUser(user)}${escape(host, 'host')}`;
}

function formatUser(user: Userinfo | undefined): string {
  if (user === undefined) return '';
  const password = user.password === undefined ? '' : `:${escape(user.password, 'user')}`;
  return `${escape(user.name, 'user')}${password}@`;
}

// The raw form is kept while it is a valid encoding of the decoded one.
function encoded(decoded: string, raw: string, mode: 'path' | 'fragment'): string {
  return raw !== '' && isEncoding(raw, mode) ? raw : escape(decoded, mode);
}

function isEncoding(text: string, mode: 'path' | 'fragment'): boolean {
  for (const char of text) if (needsEscape(char, mode) && !/[!$&'()*+,;=:@[\]%]/.test(char)) return false;
  return true;
}
