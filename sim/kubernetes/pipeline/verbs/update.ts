import type { HttpResponse } from '../../../../base/env/http';
import type { Call, Target } from '../call';
import { withNamespace } from '../create-object';
import { checkBodyType, decodeObject } from '../decode-body';
import { trackUpdate } from '../managed-fields';
import { checkName } from '../object-name';
import { negotiateObject } from '../negotiate';
import { cellAnswer } from '../object-answer';
import { updateObject } from '../update-object';
import { throughView, viewOf } from '../view';
import { writeOptions } from '../write-options';

export async function updateVerb(call: Call, target: Target): Promise<HttpResponse> {
  const negotiated = negotiateObject(call, target);
  const media = checkBodyType(call, target);
  const options = writeOptions(call, 'UpdateOptions');
  const { strategy } = target.endpoint;
  const body = withNamespace(call, target, decodeObject(call, target, { media, validation: options.fieldValidation }));
  const sent = strategy.applyDefaults?.(body) ?? body;
  checkName(call, sent);
  const { cell, created } = await updateObject(call, target, {
    options,
    uid: sent.metadata?.uid ?? '',
    next: (current) => throughView(target, current, trackUpdate(call, target, { next: sent, current: viewOf(target, current) })),
    create: strategy.allowCreateOnUpdate === true ? () => sent : undefined,
  });
  return cellAnswer(call, target, { negotiated, status: created ? 201 : 200, cell });
}
