import { parseDuration } from '../../../base/go';
import { ApiError } from '../../../kube/api-error';
import { firstValue } from './query';
import type { Call } from './call';

/** Throws 400 for a `timeout=` that Go cannot read; what is watched has no deadline. Everything here is quicker than any deadline. */
export function checkDeadline(call: Call): void {
  if (!call.request.path.includes('timeout=') || call.info.verb === 'watch') return;
  const asked = firstValue(call.query, 'timeout');
  if (asked === '') return;
  try {
    parseDuration(asked);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw ApiError.badRequest(`invalid timeout specified in the request URL - ${why}`);
  }
}
