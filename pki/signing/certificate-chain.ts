import type { CryptoPort } from '../../base/env/crypto';
import { compareBytes, equalBytes } from '../bytes';
import { isSignedBy, maySign } from '../certificate/check-issued';
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
  return singleCertificateChain(decodeCertificates(pem, 'chain'), { crypto });
}

/** Who is asked whether one certificate has signed another. */
export interface ChainVerifier {
  readonly crypto: CryptoPort;
  /** Signed a moment ago by the first of the others: verifying that again would only cost time. */
  readonly justSigned?: { readonly certificate: Certificate; readonly issuer: Certificate };
}

/** Sorts certificates into the one chain they must form; anything that does not fit throws. */
export function singleCertificateChain(certificates: readonly Certificate[], verifier: ChainVerifier): CertificateChain {
  const unique = withoutDuplicates(certificates);
  if (unique.length > MOST_CERTIFICATES) {
    throw new PkiError('certificate chain is too long, must be less than 1000 certificates');
  }
  return withoutSelfSigned(joined(unique, verifier), verifier.crypto);
}

function withoutDuplicates(certificates: readonly Certificate[]): readonly Certificate[] {
  const sorted = [...certificates].sort((a, b) => compareBytes(a.raw, b.raw));
  return sorted.filter((certificate, i) => !equalBytes(certificate.raw, sorted[i - 1]?.raw ?? new Uint8Array(0)));
}

// The last part is joined with the first other part it fits, until one is left. Which part is taken first decides who is found to be whose
// issuer where several could be, hence the order.
function joined(certificates: readonly Certificate[], verifier: ChainVerifier): readonly Certificate[] {
  let parts = certificates.map((certificate): readonly Certificate[] => [certificate]);
  while (parts.length > 1) {
    const last = parts.at(-1) ?? [];
    const others = parts.slice(0, -1);
    const joins = others.map((other) => () => join(last, other, verifier));
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
function join(a: readonly Certificate[], b: readonly Certificate[], verifier: ChainVerifier): readonly Certificate[] | undefined {
  if (isIssuedBy(b.at(-1), a[0], verifier)) return [...b, ...a];
  if (isIssuedBy(a.at(-1), b[0], verifier)) return [...a, ...b];
  return undefined;
}

function isIssuedBy(certificate: Certificate | undefined, issuer: Certificate | undefined, { crypto, justSigned }: ChainVerifier): boolean {
  if (certificate === undefined || issuer === undefined || !equalBytes(certificate.rawIssuer, issuer.rawSubject)) return false;
  const known = justSigned?.certificate === certificate && justSigned.issuer === issuer && issuer.publicKey !== undefined;
  return known ? maySign(issuer) : isSignedBy(certificate, issuer, crypto);
}

// RFC 5246 section 7.4.2: whoever is to trust a root has it already. A lone certificate is the chain, root or not.
function withoutSelfSigned(sorted: readonly Certificate[], crypto: CryptoPort): CertificateChain {
  const isSelfSigned = (certificate: Certificate): boolean => signsItself(certificate, crypto);
  const top = sorted.at(-1);
  if (top === undefined) return { chain: [], ca: undefined };
  if (sorted.length === 1) return { chain: sorted, ca: isSelfSigned(top) ? top : undefined };
  return { chain: sorted.filter((certificate) => !isSelfSigned(certificate)), ca: top };
}

// An authority is asked with every certificate it issues, and its answer does not change.
const selfSigned = new WeakMap<Certificate, boolean>();

function signsItself(certificate: Certificate, crypto: CryptoPort): boolean {
  const answer = selfSigned.get(certificate) ?? isSignedBy(certificate, certificate, crypto);
  selfSigned.set(certificate, answer);
  return answer;
}
