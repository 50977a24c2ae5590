import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';

/**
 * Why Go's crypto/x509 would not take a server's certificate that this machine refused. Go looks at the times, then at the names, and last
 * at who signed; OpenSSL in another order.
 */
export function certificateFault(certificate: X509Certificate | undefined, host: string, now: number): string {
  const unknown = 'certificate signed by unknown authority';
  return `tls: failed to verify certificate: x509: ${certificate === undefined ? unknown : (timeFault(certificate, now) ?? nameFault(certificate, host) ?? unknown)}`;
}

function timeFault({ validFrom, validTo }: X509Certificate, now: number): string | undefined {
  const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
  const prefix = `certificate has expired or is not yet valid: current time ${rfc3339(now)} is`;
  if (now < from) return `${prefix} before ${rfc3339(from)}`;
  return now > to ? `${prefix} after ${rfc3339(to)}` : undefined;
}

function nameFault(certificate: X509Certificate, host: string): string | undefined {
  const isAddress = isIP(host) !== 0;
  const fits = isAddress ? certificate.checkIP(host) : certificate.checkHost(host, { subject: 'never' });
  if (fits !== undefined) return undefined;
  const names = namesOf(certificate, isAddress ? 'IP Address' : 'DNS');
  if (names.length > 0) return `certificate is valid for ${names.join(', ')}, not ${host}`;
  if (isAddress) return `cannot validate certificate for ${host} because it doesn't contain any IP SANs`;
  const legacy = certificate.subjectAltName === undefined && certificate.checkHost(host, { subject: 'always' }) !== undefined;
  if (legacy) return 'certificate relies on legacy Common Name field, use SANs instead';
  return `certificate is not valid for any names, but wanted to match ${host}`;
}

function namesOf({ subjectAltName = '' }: X509Certificate, kind: string): readonly string[] {
  return subjectAltName
    .split(', ')
    .filter((entry) => entry.startsWith(`${kind}:`))
    .map((entry) => entry.slice(kind.length + 1));
}

function rfc3339(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
