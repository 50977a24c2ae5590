import { joinHostPort, MISSING_PORT, splitHostPort } from '../base/go/host-port';

const DNS_PORT = '53';

/** A name server of an RFC 2136 solver as `host:port`; neither part is looked into. Throws an Error with cert-manager's text. */
export function checkedNameserver(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') throw new Error('RFC2136 nameserver missing');
  const { host, port } = parts(trimmed);
  if (host === '') throw new Error(`RFC2136 nameserver has no host defined, ${trimmed}`);
  return joinHostPort(host, port === '' ? DNS_PORT : port);
}

export function isNameserver(text: string): boolean {
  try {
    checkedNameserver(text);
    return true;
  } catch {
    return false;
  }
}

function parts(text: string): { readonly host: string; readonly port: string } {
  try {
    return splitHostPort(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (!message.endsWith(MISSING_PORT)) throw new Error(`RFC2136 nameserver is invalid: ${message}`, { cause: error });
    return { host: text.replace(/^[[\]]+|[[\]]+$/g, ''), port: '' };
  }
}
