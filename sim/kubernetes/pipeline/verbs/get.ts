import type { HttpResponse } from '../../../../base/env/http';
import { ApiError } from '../../../../kube/api-error';
import type { Call, Target } from '../call';
import { cellAnswer } from '../object-answer';
import { negotiateObject } from '../negotiate';
import { callKey, collectionOf } from '../place';
import { firstValue } from '../query';
import { checkReachable, readRevision } from '../revision';

export function getVerb(call: Call, target: Target): HttpResponse {
  const negotiated = negotiateObject(call, target);
  const asked = call.query.size === 0 ? '' : firstValue(call.query, 'resourceVersion');
  if (asked !== '') checkReachable(call, readRevision(asked));
  const cell = collectionOf(call, target).get(callKey(call, target));
  if (cell === undefined) throw ApiError.notFound(target.definition, call.info.name);
  return cellAnswer(call, target, { negotiated, status: 200, cell });
}
