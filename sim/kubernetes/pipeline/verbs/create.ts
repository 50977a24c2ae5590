import type { HttpResponse } from '../../../../base/env/http';
import { ApiError } from '../../../../kube/api-error';
import { actionVerb } from './action';
import type { Call, Target } from '../call';
import { createObject } from '../create-object';
import { checkBodyType, decodeObject } from '../decode-body';
import { negotiateObject } from '../negotiate';
import { cellAnswer } from '../object-answer';
import { writeOptions } from '../write-options';

export async function createVerb(call: Call, target: Target): Promise<HttpResponse> {
  if (target.endpoint.action !== undefined) return actionVerb(call, target, target.endpoint.action);
  if (target.endpoint.subresource !== '') throw ApiError.methodNotSupported();
  if (call.info.name !== '' && !target.definition.custom) throw ApiError.methodNotSupported();
  const negotiated = negotiateObject(call, target);
  const media = checkBodyType(call, target);
  const options = writeOptions(call, 'CreateOptions');
  const object = decodeObject(call, target, { media, validation: options.fieldValidation });
  const cell = await createObject(call, target, { object, options });
  return cellAnswer(call, target, { negotiated, status: 201, cell });
}
