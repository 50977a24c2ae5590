import { goQuote } from '../../../../base/go';
import { ApiError } from '../../../../kube/api-error';
import type { Status } from '../../../../kube/status';

/** A webhook could not be asked, or did not answer as it must; its failurePolicy says what that means. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';

  constructor(hook: string, why: string, options?: ErrorOptions) {
    super(`failed calling webhook ${goQuote(hook)}: ${why}`, options);
  }
}

/** A denial: what the webhook says of it, but never less than 400 and never a success. */
export function denial(hook: string, said: Partial<Status> = {}): ApiError {
  const { message, reason, details, code, metadata } = said;
  const deniedBy = `admission webhook ${goQuote(hook)} denied the request`;
  return new ApiError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: metadata ?? {},
    status: 'Failure',
    message: explanation(deniedBy, message === undefined || message === '' ? reason : message),
    ...(reason === undefined || reason === '' ? {} : { reason }),
    ...(details === undefined ? {} : { details }),
    code: Math.max(code ?? 0, 400),
  });
}

export function dryRunUnsupported(hook: string): ApiError {
  return ApiError.badRequest(`admission webhook ${goQuote(hook)} does not support dry run`);
}

function explanation(deniedBy: string, why = ''): string {
  return why === '' ? `${deniedBy} without explanation` : `${deniedBy}: ${why}`;
}
