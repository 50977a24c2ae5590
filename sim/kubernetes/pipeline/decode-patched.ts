import { ApiError } from '../../../kube/api-error';
import { FieldErrors } from '../../../kube/field-error';
import type { Json } from '../../../kube/json';
import { apiVersionOf, type GroupVersionKind, type KubeObject } from '../../../kube/meta';
import { encodeAny } from '../codec/encode-json';
import { SCHEME } from '../codec/decode-errors';
import { interpret, withDefaults } from '../codec/type-meta';
import { DecodeError } from '../codec/exact-decode';
import { decodeClean, decodeTyped, readJson } from '../codec/decode-json';
import type { StructNode } from '../schema/type-node';
import type { Call, Target } from './call';
import type { FieldValidation } from './write-options';

export interface PatchedInto {
  readonly call: Pick<Call, 'warn'>;
  readonly target: Target;
  readonly validation: FieldValidation;
}

/** What a patch made, as an object of the endpoint's kind without kind and apiVersion. Throws 422 when it is none. */
export function decodePatched({ call, target, validation }: PatchedInto, patched: Json, patchErrors: readonly string[]): KubeObject {
  const { endpoint } = target;
  const type = endpoint.type();
  if (type === undefined) throw ApiError.internalError(`the type ${endpoint.kind.kind} is not described`);
  const text = encodeAny(patched);
  const clean = decodeClean(text, type, endpoint.kind);
  const { object, strict } = clean === undefined ? decodeSlowly(text, type, endpoint.kind) : { object: clean, strict: [] };
  const complaints = [...patchErrors, ...strict];
  if (validation === 'Strict' && complaints.length > 0) throw invalidPatch(text, `strict decoding error: ${complaints.join(', ')}`);
  if (validation === 'Warn') for (const warning of complaints) call.warn(warning);
  return object;
}

function decodeSlowly(text: string, type: StructNode, kind: GroupVersionKind): ReturnType<typeof decodeTyped> {
  const read = readJson(text);
  if ('error' in read) throw invalidPatch(text, read.error);
  const meta = interpret(read.raw);
  if ('error' in meta) throw invalidPatch(text, meta.error);
  const gvk = withDefaults(meta, kind);
  if (gvk.kind !== kind.kind || gvk.group !== kind.group || gvk.version !== kind.version) {
    throw invalidPatch(text, `no kind "${gvk.kind}" is registered for version "${apiVersionOf(gvk)}" in scheme "${SCHEME}"`);
  }
  try {
    return decodeTyped(read.raw, type);
  } catch (error) {
    if (error instanceof DecodeError) throw invalidPatch(text, error.message);
    throw error;
  }
}

function invalidPatch(text: string, why: string): ApiError {
  return ApiError.invalid({ group: '', kind: '' }, '', [FieldErrors.invalid('patch', text, why)]);
}
