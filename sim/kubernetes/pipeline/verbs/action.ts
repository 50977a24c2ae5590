import type { HttpResponse } from '../../../../base/env/http';
import { ApiError } from '../../../../kube/api-error';
import type { KubeObject } from '../../../../kube/meta';
import type { Action } from '../../model/action';
import type { Call, Target } from '../call';
import { attributesOf, mutate, validateAdmission } from '../admit';
import { wiped, withNamespace } from '../create-object';
import { checkBodyType, decodeObject } from '../decode-body';
import { shown } from '../encode';
import { trackCreate } from '../managed-fields';
import { negotiateObject } from '../negotiate';
import { objectAnswer } from '../object-answer';
import { callKey, collectionOf } from '../place';
import { writeOptions } from '../write-options';

/** A create whose body is answered and not stored. */
export async function actionVerb(call: Call, target: Target, action: Action): Promise<HttpResponse> {
  const negotiated = negotiateObject(call, target);
  const media = checkBodyType(call, target);
  const options = writeOptions(call, 'CreateOptions');
  const sent = withNamespace(call, target, decodeObject(call, target, { media, validation: options.fieldValidation }));
  const main = target.endpoint.subresource === '';
  // What hangs on an object says which one by its metadata.
  const body = trackCreate(call, target, defaulted(target, main ? wiped(sent) : sent));
  const admission = { operation: 'CREATE', name: call.info.name, options: options.object } as const;
  const mutated = await mutate(call, attributesOf(call, target, { ...admission, object: body }), body);
  const parent = main ? undefined : parentOf(call, target);
  await validateAdmission(call, attributesOf(call, target, { ...admission, object: mutated }));
  const { objects } = call.kernel;
  const object = await action(mutated, call, parent === undefined ? { objects } : { objects, parent });
  return objectAnswer(call, target, { negotiated, status: 201, object });
}

function parentOf(call: Call, target: Target): KubeObject {
  const cell = collectionOf(call, target).get(callKey(call, target));
  if (cell === undefined) throw ApiError.notFound(target.definition, call.info.name);
  return shown(cell, target.version);
}

function defaulted({ endpoint }: Target, object: KubeObject): KubeObject {
  return endpoint.strategy.applyDefaults?.(object) ?? object;
}
