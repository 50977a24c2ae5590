import type { HttpResponse } from '../../../../base/env/http';
import { ApiError } from '../../../../kube/api-error';
import type { KubeObject } from '../../../../kube/meta';
import type { Call, Target } from '../call';
import { withNamespace } from '../create-object';
import { checkBodyType, decodeObject } from '../decode-body';
import { trackUpdate } from '../managed-fields';
import { negotiateObject } from '../negotiate';
import { cellAnswer, lensAnswer } from '../object-answer';
import { updateObject } from '../update-object';
import { writeOptions } from '../write-options';

export async function updateVerb(call: Call, target: Target): Promise<HttpResponse> {
  const negotiated = negotiateObject(call, target);
  const media = checkBodyType(call, target);
  const options = writeOptions(call, 'UpdateOptions');
  const sent = withNamespace(call, target, decodeObject(call, target, { media, validation: options.fieldValidation }));
  checkName(call, sent);
  const { lens, strategy } = target.endpoint;
  const { cell, created } = await updateObject(call, target, {
    options,
    uid: sent.metadata?.uid ?? '',
    next: (current) => {
      const next = lens === undefined ? sent : lens.write(current, sent);
      return trackUpdate(call, target, { next, current });
    },
    create: strategy.allowCreateOnUpdate === true ? () => sent : undefined,
  });
  const answer = { negotiated, status: created ? 201 : 200, cell };
  return lens === undefined ? cellAnswer(call, target, answer) : lensAnswer(call, target, answer);
}

function checkName(call: Call, { metadata }: KubeObject): void {
  const { name: inUrl } = call.info;
  const name = metadata?.name ?? '';
  if (name === '') throw ApiError.badRequest(`the name of the object (${inUrl} based on URL) was undeterminable: name must be provided`);
  if (name !== inUrl) throw ApiError.badRequest(`the name of the object (${name}) does not match the name on the URL (${inUrl})`);
}
