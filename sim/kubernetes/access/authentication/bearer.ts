import type { HttpHeaders } from '../../../../base/env/http';
import { decodeBase64Url } from '../../../../base/base64url';

/** A token the request carries, or why what it carries is none. Undefined: it carries none. */
export type Credential = { readonly token: string } | { readonly error: string } | undefined;

const EXTRA_SPACE = 'the provided Authorization header contains extra space before the bearer token, and is ignored';

/** `Authorization: Bearer <token>`; the scheme in any case. Two spaces make it no credential at all, with a warning. */
export function bearerCredential(headers: HttpHeaders, warn: (text: string) => void): Credential {
  const [scheme = '', token, ...rest] = (headerValues(headers, 'authorization')[0] ?? '').trim().split(' ');
  if (token === undefined || scheme.toLowerCase() !== 'bearer') return undefined;
  if (token !== '') return { token };
  if (rest.length > 0) warn(EXTRA_SPACE);
  return undefined;
}

const PROTOCOL_PREFIX = 'base64url.bearer.authorization.k8s.io.';

/** A browser's WebSocket cannot send headers, so the token comes as a subprotocol, beside at least one other. */
export function webSocketCredential(headers: HttpHeaders): Credential {
  if (!isWebSocket(headers)) return undefined;
  const protocols = headerValues(headers, 'sec-websocket-protocol').flatMap((value) => value.split(',').map((part) => part.trim()));
  const tokens = protocols.filter((protocol) => protocol.startsWith(PROTOCOL_PREFIX));
  const [first] = tokens;
  if (first === undefined) return undefined;
  if (tokens.length > 1) return { error: 'multiple base64.bearer.authorization tokens specified' };
  const bytes = decodeBase64Url(first.slice(PROTOCOL_PREFIX.length));
  if (bytes === undefined) return { error: 'invalid base64.bearer.authorization token encoding' };
  const token = decodeUtf8(bytes);
  if (token === undefined) return { error: 'invalid base64.bearer.authorization token' };
  if (token === '') return undefined;
  return protocols.length === 1 ? { error: 'missing additional subprotocol' } : { token };
}

export function headerValues(headers: HttpHeaders, name: string): readonly string[] {
  const value = headers[name];
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

function isWebSocket(headers: HttpHeaders): boolean {
  const upgrade = headerValues(headers, 'upgrade')[0] ?? '';
  const connection = headerValues(headers, 'connection')[0] ?? '';
  return upgrade.toLowerCase() === 'websocket' && /(^|.*,\s*)upgrade($|[^-])/.test(connection.toLowerCase());
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
