import { urlHost } from './address';

/** net.SplitHostPort: an IPv6 host loses its brackets. Throws an Error with Go's text. */
export function splitHostPort(text: string): { readonly host: string; readonly port: string } {
  const refuse = (why: string): never => {
    throw new Error(`address ${text}: ${why}`);
  };
  const colon = text.lastIndexOf(':');
  if (colon < 0) return refuse(MISSING_PORT);
  const end = text.startsWith('[') ? text.indexOf(']') : -1;
  if (text.startsWith('[')) {
    if (end < 0) return refuse("missing ']' in address");
    if (end + 1 !== colon) return refuse(text[end + 1] === ':' ? TOO_MANY_COLONS : MISSING_PORT);
  } else if (text.slice(0, colon).includes(':')) return refuse(TOO_MANY_COLONS);
  if (text.includes('[', end < 0 ? 0 : 1)) return refuse("unexpected '[' in address");
  if (text.includes(']', end + 1)) return refuse("unexpected ']' in address");
  return { host: end < 0 ? text.slice(0, colon) : text.slice(1, end), port: text.slice(colon + 1) };
}

/** net.JoinHostPort. */
export function joinHostPort(host: string, port: string): string {
  return `${urlHost(host)}:${port}`;
}

/** What splitHostPort's errors end with where only the port is not there. */
export const MISSING_PORT = 'missing port in address';

const TOO_MANY_COLONS = 'too many colons in address';
