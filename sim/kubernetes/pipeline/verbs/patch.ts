import type { HttpResponse } from '../../../../base/env/http';
import type { JsonObject } from '../../../../kube/json';
import type { KubeObject } from '../../../../kube/meta';
import { textOf } from '../bytes';
import type { Call, Target } from '../call';
import { withNamespace } from '../create-object';
import { objectBytes, withKind } from '../encode';
import { trackUpdate } from '../managed-fields';
import { bareType, unsupportedMediaType } from '../media-type';
import { negotiateObject } from '../negotiate';
import { checkName } from '../object-name';
import { cellAnswer, lensAnswer } from '../object-answer';
import { PATCHERS } from '../patchers';
import { updateObject } from '../update-object';
import { writeOptions } from '../write-options';

export async function patchVerb(call: Call, target: Target): Promise<HttpResponse> {
  const negotiated = negotiateObject(call, target);
  const reader = PATCHERS[bareType(call.header('content-type'))];
  if (reader === undefined) throw unsupportedMediaType(Object.keys(PATCHERS));
  const options = writeOptions(call, 'PatchOptions');
  let patcher: ReturnType<typeof reader> | undefined;
  const { lens, strategy } = target.endpoint;
  const { cell } = await updateObject(call, target, {
    options,
    next: (current) => {
      // The body is read when there is something to patch: a missing object is reported first.
      patcher ??= reader({ call, target, validation: options.fieldValidation });
      const sent = withNamespace(call, target, patcher(documentOf(target, lens === undefined ? current : lens.read(current))));
      checkName(call, sent);
      const next = lens === undefined ? (strategy.applyDefaults?.(sent) ?? sent) : lens.write(current, sent);
      return trackUpdate(call, target, { next, current });
    },
    create: undefined,
  });
  const answer = { negotiated, status: 200, cell };
  return lens === undefined ? cellAnswer(call, target, answer) : lensAnswer(call, target, answer);
}

/** The whole object as a client would see it, which is what patches are made against. */
function documentOf({ endpoint, version }: Target, object: KubeObject): JsonObject {
  return JSON.parse(textOf(withKind(objectBytes(object, version), endpoint.kind))) as JsonObject;
}
