import { parseDuration, Second, type GoDuration } from '../../base/go';
import { PkiError } from '../../pki';

export const DURATION_ANNOTATION = 'experimental.cert-manager.io/request-duration';

/** What cert-manager gives where nothing is asked for: 90 days. */
export const DEFAULT_DURATION: GoDuration = 2160n * 3600n * Second;

/** Shorter requests are refused before any signer sees them. */
export const MINIMUM_DURATION: GoDuration = 600n * Second;

/**
 * How long a request wants its certificate to live: the annotation, also an empty one, before `spec.expirationSeconds`.
 * Throws PkiError with cert-manager's text when the annotation is no duration.
 */
export function requestedDuration(annotations: Readonly<Record<string, string>>, expirationSeconds: number | undefined): GoDuration {
  const asked = Object.hasOwn(annotations, DURATION_ANNOTATION) ? annotations[DURATION_ANNOTATION] : undefined;
  if (asked !== undefined) return parsed(asked);
  return expirationSeconds === undefined ? DEFAULT_DURATION : BigInt(expirationSeconds) * Second;
}

function parsed(text: string): GoDuration {
  try {
    return parseDuration(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PkiError(`failed to parse requested duration on annotation "${DURATION_ANNOTATION}": ${reason}`, { cause: error });
  }
}
