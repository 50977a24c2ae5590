import type { HttpResponse } from '../../../../base/env/http';
import { ApiError } from '../../../../kube/api-error';
import { treeAnswer } from '../answer';
import type { Call, Target } from '../call';
import { deleteObject } from '../delete-object';
import { deleteOptions } from '../delete-options';
import { negotiateObject } from '../negotiate';
import { cellAnswer } from '../object-answer';
import { callKey } from '../place';

export async function deleteVerb(call: Call, target: Target): Promise<HttpResponse> {
  const negotiated = negotiateObject(call, target);
  const options = deleteOptions(call, target);
  const deleted = await deleteObject(call, target, { key: callKey(call, target), options });
  if (deleted === undefined) throw ApiError.notFound(target.definition, call.info.name);
  const { cell, gone } = deleted;
  if (gone && target.endpoint.strategy.deleteReturns !== 'object') {
    return treeAnswer(call, 200, successStatus(target, call.info.name, cell.object.metadata?.uid), negotiated);
  }
  // Only the legacy option promises that dependants are on their way out too.
  const status = !gone && options.orphanDependents === false ? 202 : 200;
  return cellAnswer(call, target, { negotiated, status, cell });
}

function successStatus({ definition }: Target, name: string, uid: string | undefined): object {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name,
      ...(definition.group === '' ? {} : { group: definition.group }),
      kind: definition.resource,
      ...(uid === undefined ? {} : { uid }),
    },
  };
}
