import { VaultFault } from '../reply';
import type { PkiRole } from '../config';

/** The names a certificate would get, and where they came from: `via CSR` or `via the API`. */
export interface WantedNames {
  readonly commonName: string;
  readonly dnsNames: readonly string[];
  readonly emailAddresses: readonly string[];
  readonly ipAddresses: readonly Uint8Array[];
  readonly uris: readonly string[];
  readonly source: 'CSR' | 'the API';
}

const HOST_NAME = /^(\*\.)?([\p{L}\p{N}_]([\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?\.)*[\p{L}\p{N}_]([\p{L}\p{N}_-]{0,61}[\p{L}\p{N}_])?\.?$/u;

/** Throws what Vault says to the first name that the role does not allow. */
export function checkNames(role: PkiRole, names: WantedNames): void {
  const { commonName, dnsNames, emailAddresses, ipAddresses, uris, source } = names;
  if (commonName === '' && role.require_cn !== false) {
    const where = 'or must be provided in a CSR with "use_csr_common_name" set to true, unless "require_cn" is set to false';
    throw new VaultFault(400, `the common_name field is required, ${where}`);
  }
  if (commonName !== '' && !allowed(role, commonName)) throw new VaultFault(400, `common name ${commonName} not allowed by this role`);
  const dns = dnsNames.find((name) => !allowed(role, name));
  if (dns !== undefined) throw new VaultFault(400, `subject alternate name ${dns} not allowed by this role`);
  const email = emailAddresses.find((address) => !allowed(role, address));
  if (email !== undefined) throw new VaultFault(400, `email address ${email} not allowed by this role`);
  const notAllowed = 'Subject Alternative Names are not allowed in this role, but';
  if (ipAddresses.length > 0 && role.allow_ip_sans === false) throw new VaultFault(400, `IP ${notAllowed} was provided via ${source}`);
  checkUris(role, uris, { notAllowed, source });
}

function checkUris(role: PkiRole, uris: readonly string[], texts: { readonly notAllowed: string; readonly source: string }): void {
  if (uris.length === 0) return;
  const patterns = role.allowed_uri_sans ?? [];
  if (patterns.length === 0) throw new VaultFault(400, `URI ${texts.notAllowed} were provided via ${texts.source}`);
  if (uris.every((uri) => patterns.some((pattern) => glob(pattern, uri)))) return;
  throw new VaultFault(400, `URI Subject Alternative Names were provided via ${texts.source} which are not valid for this role`);
}

function allowed(role: PkiRole, name: string): boolean {
  const at = name.lastIndexOf('@');
  const host = (at < 0 ? name : name.slice(at + 1)).toLowerCase();
  const wildcard = host.startsWith('*.');
  if (wildcard && role.allow_wildcard_certificates === false) return false;
  if (role.enforce_hostnames !== false && !HOST_NAME.test(host)) return false;
  if (role.allow_any_name === true) return true;
  if (role.allow_localhost !== false && (host === 'localhost' || host === 'localdomain')) return true;
  return (role.allowed_domains ?? []).some((domain) => covers(role, domain.toLowerCase(), { name: name.toLowerCase(), host, wildcard }));
}

interface Host {
  readonly name: string;
  readonly host: string;
  readonly wildcard: boolean;
}

function covers(role: PkiRole, domain: string, { name, host, wildcard }: Host): boolean {
  if (role.allow_bare_domains === true && !wildcard && (host === domain || name === domain)) return true;
  if (role.allow_subdomains === true && host.endsWith(`.${domain}`)) return true;
  return role.allow_glob_domains === true && domain.includes('*') && glob(domain, host);
}

function glob(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
