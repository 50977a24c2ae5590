import type { HttpResponse } from '../../../../base/env/http';
import { ApiError } from '../../../../kube/api-error';
import type { Action } from '../../model/action';
import type { Call, Target } from '../call';
import { withNamespace } from '../create-object';
import { checkBodyType, decodeObject } from '../decode-body';
import { shown } from '../encode';
import { negotiateObject } from '../negotiate';
import { objectAnswer } from '../object-answer';
import { callKey, collectionOf } from '../place';
import { writeOptions } from '../write-options';

/** A create whose body is answered and not stored. */
export async function actionVerb(call: Call, target: Target, action: Action): Promise<HttpResponse> {
  const negotiated = negotiateObject(call, target);
  const media = checkBodyType(call, target);
  const options = writeOptions(call, 'CreateOptions');
  const body = withNamespace(call, target, decodeObject(call, target, { media, validation: options.fieldValidation }));
  const { objects } = call.kernel;
  if (target.endpoint.subresource === '') {
    return objectAnswer(call, target, { negotiated, status: 201, object: await action(body, call, { objects }) });
  }
  const cell = collectionOf(call, target).get(callKey(call, target));
  if (cell === undefined) throw ApiError.notFound(target.definition, call.info.name);
  const object = await action(body, call, { objects, parent: shown(cell, target.version) });
  return objectAnswer(call, target, { negotiated, status: 201, object });
}
