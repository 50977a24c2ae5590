import { goQuote } from '../../../base/go';
import { ApiError } from '../../../kube/api-error';
import type { Call } from './call';

/** Throws 500, as storage does for a number that it cannot read. */
export function readRevision(text: string): number {
  const revision = parseRevision(text);
  if (revision !== undefined) return revision;
  throw ApiError.of({ code: 500, reason: '', message: revisionProblem(text) });
}

/** Undefined for what strconv.ParseUint refuses. */
export function parseRevision(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

export function revisionProblem(text: string): string {
  return `resourceVersion: Invalid value: ${goQuote(text)}: strconv.ParseUint: parsing ${goQuote(text)}: invalid syntax`;
}

/** Throws 504 for a revision that the store has not reached. */
export function checkReachable(call: Call, revision: number): void {
  const current = call.kernel.store.revision;
  if (revision <= current) return;
  const message = `Too large resource version: ${revision}, current: ${current}`;
  throw ApiError.timeout(message, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}
