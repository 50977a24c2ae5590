import { parseDuration, Second } from '../../base/go';
import type { GoDuration } from '../../base/go';
import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { DURATION_ANNOTATION } from './annotations';

/** What a request that names no duration gets: 90 days. */
export const DEFAULT_DURATION: GoDuration = 90n * 24n * 3600n * Second;

export const MINIMUM_DURATION: GoDuration = 600n * Second;

/** The annotation wins over `spec.expirationSeconds` even when it is empty. Throws an Error with cert-manager's text. */
export function requestedDuration(request: CertificateSigningRequest): GoDuration {
  const annotation = request.metadata?.annotations?.[DURATION_ANNOTATION];
  if (annotation !== undefined) return parseAnnotation(annotation);
  const seconds = request.spec?.expirationSeconds;
  return seconds === undefined ? DEFAULT_DURATION : BigInt(seconds) * Second;
}

function parseAnnotation(text: string): GoDuration {
  try {
    return parseDuration(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`failed to parse requested duration on annotation "${DURATION_ANNOTATION}": ${why}`, { cause: error });
  }
}
