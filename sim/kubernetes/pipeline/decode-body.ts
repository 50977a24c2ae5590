import { ApiError } from '../../../kube/api-error';
import { isObject, type Json } from '../../../kube/json';
import { apiVersionOf, type KubeObject } from '../../../kube/meta';
import { textOf } from './bytes';
import type { Call, Target } from './call';
import { bodyMedia, MEDIA_TYPES, unsupportedMediaType, type Media } from './media-type';
import type { FieldValidation } from './write-options';

const BUILTIN: readonly Media[] = ['json', 'yaml', 'protobuf'];
const CUSTOM: readonly Media[] = ['json', 'yaml'];
const BODY_LIMIT = 3 << 20;

/** The media type of the body. Throws 415, and 413 for a body beyond the limit. */
export function checkBodyType(call: Call, target: Target): Media {
  const accepted = target.definition.custom ? CUSTOM : BUILTIN;
  const media = bodyMedia(call.header('content-type'));
  if (media === undefined || !accepted.includes(media)) throw unsupportedMediaType(accepted.map((one) => MEDIA_TYPES[one]));
  if ((call.request.body?.length ?? 0) > BODY_LIMIT) throw ApiError.requestEntityTooLarge(`limit is ${BODY_LIMIT}`);
  return media;
}

/** The body as an object of the endpoint's kind, without kind and apiVersion. Throws 400. */
export function decodeBody(
  call: Call,
  target: Target,
  { validation: _validation }: { readonly media: Media; readonly validation: FieldValidation },
): KubeObject {
  const tree = JSON.parse(textOf(call.request.body ?? new Uint8Array())) as Json;
  if (!isObject(tree)) throw ApiError.badRequest('the body is no object');
  const { kind: _kind, apiVersion, ...rest } = tree;
  const expected = apiVersionOf(target.endpoint.kind);
  if (typeof apiVersion === 'string' && apiVersion !== expected) {
    throw ApiError.badRequest(`the API version in the data (${apiVersion}) does not match the expected API version (${expected})`);
  }
  const object = rest as KubeObject;
  return target.endpoint.strategy.applyDefaults?.(object) ?? object;
}
