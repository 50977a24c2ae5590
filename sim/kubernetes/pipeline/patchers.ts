import { goPrint } from '../../../base/go';
import { ApiError } from '../../../kube/api-error';
import { FieldErrors } from '../../../kube/field-error';
import { isObject, type Json, type JsonObject } from '../../../kube/json';
import type { KubeObject } from '../../../kube/meta';
import { applyJsonPatch, applyMergePatch, applyStrategicPatch, decodeJsonPatch } from '../fields';
import type { Call, Target } from './call';
import { decodePatchBody } from './decode-patch';
import { decodePatched } from './decode-patched';
import { checkRestore } from './restore';
import type { FieldValidation } from './write-options';

/** Makes the patched object, without kind and apiVersion, from the whole current one. Throws. */
export type Patcher = (document: JsonObject) => KubeObject;

export interface PatchRequest {
  readonly call: Call;
  readonly target: Target;
  readonly validation: FieldValidation;
}

/** What each type of patch does, once its body is read. Reading throws 400. */
export const PATCHERS: Readonly<Record<string, (request: PatchRequest) => Patcher>> = {
  'application/json-patch+json': (request) => {
    const { tree } = decodePatchBody(request.call.request.body, 'error decoding patch: ');
    const { operations, strictErrors } = decodeJsonPatch(tree, request.validation !== 'Ignore');
    return (document) => decodePatched(request, applyJsonPatch(document, operations), strictErrors);
  },
  'application/merge-patch+json': (request) => {
    const { tree, duplicates } = decodePatchBody(request.call.request.body, 'error decoding patch: ');
    return (document) => decodePatched(request, applyMergePatch(document, tree, request.validation !== 'Ignore'), duplicates);
  },
  'application/strategic-merge-patch+json': strategicPatcher,
};

function strategicPatcher(request: PatchRequest): Patcher {
  const { tree, duplicates } = decodePatchBody(request.call.request.body, '');
  const patch = tree ?? {};
  if (!isObject(patch))
    throw ApiError.badRequest(`json: cannot unmarshal ${jsonKind(patch)} into Go value of type map[string]interface {}`);
  const { endpoint } = request.target;
  return (document) => {
    const type = endpoint.type();
    if (type === undefined) throw ApiError.internalError(`the type ${endpoint.kind.kind} is not described`);
    const patched = applyStrategicPatch(document, patch, type);
    const { problem, unknown } = checkRestore(patched, type);
    if (problem !== undefined) throw invalid(patch, problem);
    const strict = [...duplicates, ...unknown];
    if (request.validation === 'Strict' && strict.length > 0) throw invalid(patch, `strict decoding error: ${strict.join(', ')}`);
    if (request.validation === 'Warn') for (const warning of strict) request.call.warn(warning);
    return decodePatched({ ...request, validation: 'Ignore' }, patched, []);
  };
}

function invalid(patch: JsonObject, why: string): ApiError {
  return ApiError.invalid({ group: '', kind: '' }, '', [FieldErrors.invalid('patch', goPrint(patch), why)]);
}

function jsonKind(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'number';
}
