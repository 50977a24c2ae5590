import { goQuote } from '../../base/go/quote';
import { formatDateTime } from '../../base/go/date-time';
import { createCertificate } from '../certificate/create-certificate';
import type { Certificate } from '../certificate/parse-certificate';
import type { SigningTools } from '../certificate/simple';
import { PkiError } from '../error';
import type { SigningKey } from '../key/signing-key';
import { encodeName } from '../name/encode-name';
import { checkRequestSignature } from '../request/check-request';
import type { CertificateRequest } from '../request/parse-request';
import { within } from '../signing/size-limits';
import { readUsages, sortedExtKeyUsage } from '../usage/usages';

/** Who signs for a cluster: one certificate and its key. */
export interface ClusterAuthority {
  readonly certificate: Certificate;
  readonly key: SigningKey;
}

/** What is granted. Times in nanoseconds, `now` since 1970. */
export interface ClusterPolicy {
  readonly usages: readonly string[];
  readonly now: bigint;
  readonly duration: bigint;
}

const SECOND = 1_000_000_000n;
const SERIAL_OCTETS = 16;
const BACKDATE = 300n * SECOND;
// Shorter certificates end when they were asked to, whatever was added in front.
const SHORT = 28_800n * SECOND;
const SHORTEST = 600n * SECOND;

/** How long a certificate lives: as requested, within ten minutes and the controller's setting. Nanoseconds; the request in seconds. */
export function grantedDuration(expirationSeconds: number | undefined, clusterSigningDuration: bigint): bigint {
  if (expirationSeconds === undefined) return clusterSigningDuration;
  const requested = BigInt(expirationSeconds) * SECOND;
  if (requested > clusterSigningDuration) return clusterSigningDuration;
  return requested < SHORTEST ? SHORTEST : requested;
}

/**
 * What kube-controller-manager issues: names and key of the request written anew, usages as granted, nothing else. DER.
 * Throws PkiError with the text of the error the controller retries on.
 */
export function signClusterRequest(
  request: CertificateRequest,
  policy: ClusterPolicy,
  authority: ClusterAuthority,
  { random, crypto }: SigningTools,
): Uint8Array {
  within('unable to verify certificate request signature', () => checkRequestSignature(request, crypto));
  const serialNumber = random.bytes(SERIAL_OCTETS);
  const { keyUsage, extKeyUsage, unknown } = readUsages(policy.usages);
  if (unknown.length > 0) throw new PkiError(`unrecognized usage values: [${unknown.map(goQuote).join(' ')}]`);
  const { notBefore, notAfter } = validity(policy, authority.certificate.notAfter);
  return within('failed to sign certificate', () =>
    createCertificate(
      {
        ...{ serialNumber, rawSubject: encodeName(request.subject), publicKey: request.publicKey, notBefore, notAfter },
        ...{ keyUsage, extKeyUsage: sortedExtKeyUsage(extKeyUsage), basicConstraints: { isCa: false }, subjectAltNames: request },
      },
      authority.certificate,
      authority.key,
      crypto,
    ),
  );
}

function validity({ now, duration }: ClusterPolicy, authorityEnd: number): { notBefore: number; notAfter: number } {
  const end = BigInt(authorityEnd) * SECOND;
  const notBefore = now - BACKDATE;
  const wanted = duration < SHORT ? now + duration : now + duration - BACKDATE;
  const shown = formatDateTime(authorityEnd);
  if (notBefore >= end) throw new PkiError(`the signer has expired: NotAfter=${shown}`);
  if (now >= end) throw new PkiError(`refusing to sign a certificate that expired in the past: NotAfter=${shown}`);
  return { notBefore: wholeSeconds(notBefore), notAfter: wholeSeconds(wanted < end ? wanted : end) };
}

function wholeSeconds(nanoseconds: bigint): number {
  const whole = nanoseconds / SECOND;
  return Number(nanoseconds < whole * SECOND ? whole - 1n : whole);
}
