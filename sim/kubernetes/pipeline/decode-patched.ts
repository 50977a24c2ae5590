import { ApiError } from '../../../kube/api-error';
import { FieldErrors } from '../../../kube/field-error';
import type { Json } from '../../../kube/json';
import type { KubeObject } from '../../../kube/meta';
import { encodeAny } from '../codec/encode-json';
import { DecodeError } from '../codec/exact-decode';
import { decodeClean, decodeTyped, readJson } from '../codec/decode-json';
import type { Call, Target } from './call';
import type { FieldValidation } from './write-options';

/** What a patch made, as an object of the endpoint's kind without kind and apiVersion. Throws 422 when it is none. */
export function decodePatched(
  call: Call,
  { endpoint }: Target,
  { patched, validation }: { readonly patched: Json; readonly validation: FieldValidation },
): KubeObject {
  const type = endpoint.type();
  if (type === undefined) throw ApiError.internalError(`the type ${endpoint.kind.kind} is not described`);
  const text = encodeAny(patched);
  const clean = decodeClean(text, type, endpoint.kind);
  if (clean !== undefined) return clean as KubeObject;
  const read = readJson(text);
  if ('error' in read) throw invalidPatch(text, read.error);
  try {
    const { object, strict } = decodeTyped(read.raw, type);
    if (validation === 'Strict' && strict.length > 0) throw invalidPatch(text, `strict decoding error: ${strict.join(', ')}`);
    if (validation === 'Warn') for (const warning of strict) call.warn(warning);
    return object as KubeObject;
  } catch (error) {
    if (error instanceof DecodeError) throw invalidPatch(text, error.message);
    throw error;
  }
}

function invalidPatch(text: string, why: string): ApiError {
  return ApiError.invalid({ group: '', kind: '' }, '', [FieldErrors.invalid('patch', text, why)]);
}
