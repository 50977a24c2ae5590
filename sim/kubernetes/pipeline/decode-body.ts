import { ApiError } from '../../../kube/api-error';
import { FieldErrors } from '../../../kube/field-error';
import type { GroupVersionKind, KubeObject } from '../../../kube/meta';
import { checkVersion, decodeBody } from '../codec';
import { withKindFirst } from './answer';
import type { Call, Target } from './call';
import { bodyMedia, MEDIA_TYPES, unsupportedMediaType, type Media } from './media-type';
import type { FieldValidation } from './write-options';

const BUILTIN: readonly Media[] = ['json', 'yaml', 'protobuf'];
const CUSTOM: readonly Media[] = ['json', 'yaml'];
const BODY_LIMIT = 3 << 20;
const NO_BODY = new Uint8Array();

/** The media type of the body. Throws 415, and 413 for a body beyond the limit. */
export function checkBodyType(call: Call, target: Target): Media {
  const accepted = target.definition.custom ? CUSTOM : BUILTIN;
  const media = bodyMedia(call.header('content-type'));
  if (media === undefined || !accepted.includes(media)) throw unsupportedMediaType(BUILTIN.map((one) => MEDIA_TYPES[one]));
  if ((call.request.body?.length ?? 0) > BODY_LIMIT) throw ApiError.requestEntityTooLarge(`limit is ${BODY_LIMIT}`);
  return media;
}

/** The body as an object of the endpoint's kind, without kind and apiVersion; complaints become Warnings. Throws 400. */
export function decodeObject(call: Call, { endpoint }: Target, { media, validation }: BodyReading): KubeObject {
  const type = endpoint.type();
  if (type === undefined) throw ApiError.internalError(`the type ${endpoint.kind.kind} is not described`);
  const body = call.request.body ?? NO_BODY;
  const wanted = { gvk: endpoint.kind, type };
  const { object, gvk, warnings } = decodeBody(body, MEDIA_TYPES[media], wanted, validation);
  // A body that is refused for what it is has been warned of already.
  for (const warning of warnings) call.warn(warning);
  checkVersion(gvk, wanted);
  if (gvk.kind !== endpoint.kind.kind) throw otherKind(gvk, object, endpoint.kind.kind);
  call.audit?.requestObject(withKindFirst(object, endpoint.kind));
  return object;
}

/** Custom resources are told apart only when they are validated, so the error is about the kind that the body says. */
function otherKind({ group, kind }: GroupVersionKind, { metadata }: KubeObject, expected: string): ApiError {
  return ApiError.invalid({ group, kind }, metadata?.name ?? '', [FieldErrors.invalid('kind', kind, `must be ${expected}`)]);
}

export interface BodyReading {
  readonly media: Media;
  readonly validation: FieldValidation;
}
