import type { CryptoPort } from '../../base/env/crypto';
import { compareBytes, equalBytes } from '../bytes';
import { isSignedBy } from '../certificate/check-issued';
import type { Certificate } from '../certificate/parse-certificate';
import { PkiError } from '../error';
import { decodeCertificates } from './decode';

/** What becomes of an unordered set of certificates. */
export interface CertificateChain {
  /** Leaf first, each followed by its issuer; self-signed ones are left out. */
  readonly chain: readonly Certificate[];
  /** The topmost certificate; undefined for a single one that is not self-signed. */
  readonly ca: Certificate | undefined;
}

const MOST_CERTIFICATES = 1000;

/** cert-manager's ParseSingleCertificateChainPEM. */
export function parseCertificateChain(pem: Uint8Array, crypto: CryptoPort): CertificateChain {
  return singleCertificateChain(decodeCertificates(pem, 'chain'), crypto);
}

/** Sorts certificates into the one chain they must form; anything that does not fit throws. */
export function singleCertificateChain(certificates: readonly Certificate[], crypto: CryptoPort): CertificateChain {
  const unique = withoutDuplicates(certificates);
  if (unique.length > MOST_CERTIFICATES) {
    throw new PkiError('certificate chain is too long, must be less than 1000 certificates');
  }
  return withoutSelfSigned(joined(unique, crypto), crypto);
}

function withoutDuplicates(certificates: readonly Certificate[]): readonly Certificate[] {
  const sorted = [...certificates].sort((a, b) => compareBytes(a.raw, b.raw));
  return sorted.filter((certificate, i) => !equalBytes(certificate.raw, sorted[i - 1]?.raw ?? new Uint8Array(0)));
}

// The last part is joined with the first other part it fits, until one is left. Which part is taken first decides who is found to be whose
// issuer where several could be, hence the order.
function joined(certificates: readonly Certificate[], crypto: CryptoPort): readonly Certificate[] {
  let parts = certificates.map((certificate): readonly Certificate[] => [certificate]);
  while (parts.length > 1) {
    const last = parts.at(-1) ?? [];
    const others = parts.slice(0, -1);
    const joins = others.map((other) => () => join(last, other, crypto));
    const { index, part } = firstJoin(joins);
    parts = others.with(index, part);
  }
  return parts[0] ?? [];
}

function firstJoin(joins: readonly (() => readonly Certificate[] | undefined)[]): { index: number; part: readonly Certificate[] } {
  for (const [index, tryJoin] of joins.entries()) {
    const part = tryJoin();
    if (part !== undefined) return { index, part };
  }
  throw new PkiError('certificate chain is malformed or broken');
}

// Both parts run from the lowest certificate to its topmost issuer.
function join(a: readonly Certificate[], b: readonly Certificate[], crypto: CryptoPort): readonly Certificate[] | undefined {
  if (isIssuedBy(b.at(-1), a[0], crypto)) return [...b, ...a];
  if (isIssuedBy(a.at(-1), b[0], crypto)) return [...a, ...b];
  return undefined;
}

function isIssuedBy(certificate: Certificate | undefined, issuer: Certificate | undefined, crypto: CryptoPort): boolean {
  if (certificate === undefined || issuer === undefined) return false;
  return equalBytes(certificate.rawIssuer, issuer.rawSubject) && isSignedBy(certificate, issuer, crypto);
}

// RFC 5246 section 7.4.2: whoever is to trust a root has it already. A lone certificate is the chain, root or not.
function withoutSelfSigned(sorted: readonly Certificate[], crypto: CryptoPort): CertificateChain {
  const isSelfSigned = (certificate: Certificate): boolean => isSignedBy(certificate, certificate, crypto);
  const top = sorted.at(-1);
  if (top === undefined) return { chain: [], ca: undefined };
  if (sorted.length === 1) return { chain: sorted, ca: isSelfSigned(top) ? top : undefined };
  return { chain: sorted.filter((certificate) => !isSelfSigned(certificate)), ca: top };
}
