import { decodeBase64, jsonSyntaxError } from '../../../../base/go';
import { ApiError } from '../../../../kube/api-error';
import type { Json } from '../../../../kube/json';
import type { KubeObject } from '../../../../kube/meta';
import type { AdmissionResponse } from '../../../../kube/types/admission';
import { applyJsonPatch, decodeJsonPatch } from '../../fields';
import type { AdmissionAttributes } from '../../model/admission';
import { decodePatched } from '../../pipeline/decode-patched';
import { throughView } from '../../pipeline/view';
import { CallFailure } from './failure';
import { documentOf } from './review-request';
import { converted } from './seen';
import type { Invocation } from './invocation';

/** The object after what a webhook patched; undefined when it patches nothing. Throws CallFailure, and 500 when the patch does not fit. */
export function patchedObject(
  attributes: AdmissionAttributes,
  { hook, requested, seen }: Invocation,
  { patch = '', patchType = 'JSONPatch' }: AdmissionResponse,
): KubeObject | undefined {
  if (patch === '') return undefined;
  const operations = operationsOf(patch, hook.name);
  if (operations.length === 0) return undefined;
  const { object } = attributes;
  if (object === undefined) {
    const why = `admission webhook "${hook.name}" attempted to modify the object, which is not supported for this operation`;
    throw ApiError.internalError(why);
  }
  if (patchType !== 'JSONPatch') throw new CallFailure(hook.name, `unsupported patch type "${patchType}"`);
  const before = converted(object, requested, seen);
  return internally(() => {
    const tree = applyJsonPatch(documentOf(before, seen) as Json, operations);
    const view = decodePatched({ call: attributes.context, target: seen, validation: 'Ignore' }, tree, []);
    const defaulted = seen.endpoint.strategy.applyDefaults?.(view) ?? view;
    return converted(throughView(seen, before, defaulted), seen, requested);
  });
}

function operationsOf(patch: string, hook: string): ReturnType<typeof decodeJsonPatch>['operations'] {
  const undecodable = (why: string): CallFailure => new CallFailure(hook, `received undecodable patch in webhook response: ${why}`);
  const decoded = decodeBase64(patch);
  if ('error' in decoded) throw undecodable(decoded.error);
  const problem = jsonSyntaxError(decoded.bytes);
  if (problem !== undefined) throw undecodable(problem);
  try {
    return decodeJsonPatch(JSON.parse(new TextDecoder().decode(decoded.bytes)) as Json, false).operations;
  } catch (error) {
    if (error instanceof ApiError) throw undecodable(error.message);
    throw error;
  }
}

/** What does not fit is the server's failure, told by its cause. */
function internally<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const [cause] = error.status.details?.causes ?? [];
    const inner = error.cause instanceof Error ? error.cause.message : (cause?.message ?? error.message);
    throw ApiError.internalError(inner.replace(/^Invalid value: .*?: (?=json: )/s, ''));
  }
}
