import { asError } from '../../engine/outcome';
import { DeadlineExceeded } from '../client/client';
import { AcmeError } from '../client/error';
import { ExchangeError } from '../../http';
import type { ChallengeStatus } from '../objects';

export const MALFORMED = 'urn:ietf:params:acme:error:malformed';

/** What an error of the server means for a Challenge (section 9.8, error rules). */
export function judge(status: ChallengeStatus, error: unknown): { readonly status: ChallengeStatus; readonly error?: Error } {
  if (error instanceof AcmeError) {
    if (error.problem === MALFORMED) return { status: { ...status, state: 'expired' } };
    if (!error.isClientError) return { status, error };
    return { status: { ...status, state: 'errored', reason: `Failed to retrieve Order resource: ${error.message}` } };
  }
  // No answer came, or not in time: nobody knows what the server thinks.
  if (error instanceof DeadlineExceeded || error instanceof ExchangeError) return { status, error: asError(error) };
  return { status: { ...status, state: 'errored', reason: `unexpected non-ACME API error: ${asError(error).message}` } };
}
