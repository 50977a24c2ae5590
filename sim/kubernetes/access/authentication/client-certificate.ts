import type { CryptoPort } from '../../../../base/env/crypto';
import { decodeAllPem, parseCertificate, type Certificate } from '../../../../pki';
import { toHex } from '../../../../pki/bytes';
import type { UserInfo } from '../../model/request-context';
import { findAuthority } from './certificate-chain';
import { authenticatedUser } from './user';

/** Recognises callers by the certificate they showed in TLS. */
export interface ClientCertificates {
  /** `der` is the leaf; `now` in milliseconds. Undefined for a good certificate that names nobody. */
  identify(der: Uint8Array, now: number): CertificateVerdict | undefined;
}

export type CertificateVerdict = { readonly user: UserInfo } | { readonly error: string };

export interface ClientCertificatesOptions {
  readonly crypto: CryptoPort;
  /** PEM: any of these may have signed. Throws when it holds no certificate. */
  readonly authorities: string;
}

/** What does not depend on the time. */
interface Known {
  readonly verdict: CertificateVerdict | undefined;
  /** When the certificate and its authority are valid, in seconds; nothing that was refused becomes good later. */
  readonly from: number;
  readonly until: number;
}

const UID = '1.3.6.1.4.1.57683.2';
const CREDENTIAL_ID = 'authentication.kubernetes.io/credential-id';

// One for each client; a certificate that comes back is verified again after so many others.
const MOST_KNOWN = 10_000;

/** Verified once per certificate; only validity is looked at each time. */
export function clientCertificates({ crypto, authorities }: ClientCertificatesOptions): ClientCertificates {
  const blocks = decodeAllPem(new TextEncoder().encode(authorities)).filter(({ type }) => type === 'CERTIFICATE');
  const roots = blocks.map(({ bytes }) => parseCertificate(bytes));
  if (roots.length === 0) throw new Error('the client authorities hold no certificate. Give one or more PEM blocks of type CERTIFICATE');
  const byBytes = new WeakMap<Uint8Array, Known>();
  const byFingerprint = new Map<string, Known>();

  const examine = (der: Uint8Array): Known => {
    const fingerprint = toHex(crypto.digest('SHA-256', der));
    const known = byFingerprint.get(fingerprint) ?? verify(der, fingerprint, { crypto, roots });
    if (byFingerprint.size >= MOST_KNOWN) byFingerprint.clear();
    byFingerprint.set(fingerprint, known);
    return known;
  };

  return {
    identify(der, now) {
      const known = byBytes.get(der) ?? examine(der);
      byBytes.set(der, known);
      const seconds = now / 1000;
      if (seconds < known.from || seconds > known.until) {
        return { error: 'x509: certificate has expired or is not yet valid' };
      }
      return known.verdict;
    },
  };
}

interface Trust {
  readonly crypto: CryptoPort;
  readonly roots: readonly Certificate[];
}

function verify(der: Uint8Array, fingerprint: string, { crypto, roots }: Trust): Known {
  try {
    const leaf = parseCertificate(der);
    const chain = findAuthority(leaf, roots, crypto);
    if ('error' in chain) return refused(chain.error);
    const { authority } = chain;
    return {
      verdict: userOfCertificate(leaf, fingerprint),
      from: Math.max(leaf.notBefore, authority.notBefore),
      until: Math.min(leaf.notAfter, authority.notAfter),
    };
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
}

function refused(error: string): Known {
  return { verdict: { error }, from: -Infinity, until: Infinity };
}

function userOfCertificate({ subject }: Certificate, fingerprint: string): CertificateVerdict | undefined {
  if (subject.commonName === '') return undefined;
  const uids = subject.attributes.filter(({ type }) => type === UID).map(({ value }) => value);
  const [first] = uids;
  if (uids.length > 1) return { error: 'expected 1 UID, but found multiple' };
  if (first !== undefined && first.kind !== 'string') return { error: 'unable to parse UID into a string' };
  if (first?.value === '') return { error: 'UID cannot be an empty string' };
  const uid = first === undefined ? '' : first.value;
  const extra = { [CREDENTIAL_ID]: [`X509SHA256=${fingerprint}`] };
  return { user: authenticatedUser({ name: subject.commonName, uid, groups: subject.organization, extra }) };
}
