import { goUtf8 } from '../../../base/go';
import { ApiError } from '../../../kube/api-error';
import type { GroupVersionKind } from '../../../kube/meta';

const SUMMARY = 30;

/** The scheme's name in texts: where Go made it, as the recorded server was built. */
export const SCHEME = 'pkg/runtime/scheme.go:111';

/** The body's kind is known, and this is what is wrong with it. */
export function unhandled(gvk: GroupVersionKind, kind: string, why: string): ApiError {
  return ApiError.badRequest(`${gvk.kind} in version "${gvk.version}" cannot be handled as a ${kind}: ${why}`);
}

/** Not even the kind could be read. */
export function unrecognized(kind: string, why: string, body: Uint8Array): ApiError {
  return ApiError.badRequest(`the object provided is unrecognized (must be of type ${kind}): ${why} (${summary(body)})`);
}

/** The beginning of the body: as it is when it looks like JSON, in hexadecimal otherwise. */
function summary(body: Uint8Array): string {
  if (body.length === 0) return '<empty>';
  const head = body.subarray(0, SUMMARY);
  const shown = head[0] === 0x7b ? goUtf8(head) : Array.from(head, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return body.length > SUMMARY ? `${shown} ...` : shown;
}
