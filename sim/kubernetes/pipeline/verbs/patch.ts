import type { HttpResponse } from '../../../../base/env/http';
import { ApiError } from '../../../../kube/api-error';
import type { Json, JsonObject } from '../../../../kube/json';
import type { KubeObject } from '../../../../kube/meta';
import { readApplyBody } from '../apply-body';
import { textOf } from '../bytes';
import type { Call, Target } from '../call';
import { withNamespace } from '../create-object';
import { decodePatched } from '../decode-patched';
import { endpointBytes, withKind } from '../encode';
import { applied, trackUpdate } from '../managed-fields';
import { bareType, unsupportedMediaType } from '../media-type';
import { negotiateObject } from '../negotiate';
import { checkName } from '../object-name';
import { cellAnswer } from '../object-answer';
import { PATCHERS } from '../patchers';
import { updateObject, type Update } from '../update-object';
import { throughView, viewOf } from '../view';
import { writeOptions, type WriteOptions } from '../write-options';

const APPLY = 'application/apply-patch+yaml';

export async function patchVerb(call: Call, target: Target): Promise<HttpResponse> {
  const negotiated = negotiateObject(call, target);
  const type = bareType(call.header('content-type'));
  call.audit?.requestPatch(() => textOf(call.request.body ?? new Uint8Array()));
  const update = type === APPLY ? applyUpdate(call, target) : patchUpdate(call, target, type);
  const { cell, created } = await updateObject(call, target, update);
  return cellAnswer(call, target, { negotiated, status: created ? 201 : 200, cell });
}

function patchUpdate(call: Call, target: Target, type: string): Update {
  const reader = acceptedTypes(target).includes(type) ? PATCHERS[type] : undefined;
  if (reader === undefined) throw unsupportedMediaType(acceptedTypes(target));
  const options = writeOptions(call, 'PatchOptions');
  let patcher: ReturnType<typeof reader> | undefined;
  return {
    options,
    next: (current) => {
      // The body is read when there is something to patch: a missing object is reported first.
      patcher ??= reader({ call, target, validation: options.fieldValidation });
      const view = viewOf(target, current);
      const sent = defaulted(target, withNamespace(call, target, patcher(documentOf(target, view))));
      checkName(call, sent);
      return throughView(target, current, trackUpdate(call, target, { next: sent, current: view }));
    },
    create: undefined,
  };
}

function applyUpdate(call: Call, target: Target): Update {
  const options = writeOptions(call, 'PatchOptions', true);
  let body: ReturnType<typeof readApplyBody> | undefined;
  const make = (live: KubeObject | undefined): KubeObject => {
    body ??= readApplyBody(call.request.body);
    const tree = applied(call, target, { live, patch: body.patch, force: options.force ?? false });
    body.checkDuplicates(options.fieldValidation, (text) => call.warn(text));
    const sent = decodeApplied(call, target, { tree, options });
    checkName(call, sent);
    return defaulted(target, withNamespace(call, target, sent));
  };
  const creates = target.endpoint.subresource === '';
  return {
    options,
    applied: true,
    next: (current) => throughView(target, current, make(viewOf(target, current))),
    create: creates ? () => withoutUid(call, target, make(undefined)) : undefined,
  };
}

function decodeApplied(call: Call, target: Target, { tree, options }: { readonly tree: Json; readonly options: WriteOptions }): KubeObject {
  return decodePatched({ call, target, validation: options.fieldValidation === 'Strict' ? 'Strict' : 'Ignore' }, tree, []);
}

function withoutUid(call: Call, { definition }: Target, object: KubeObject): KubeObject {
  const uid = object.metadata?.uid ?? '';
  if (uid === '') return object;
  const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
  throw ApiError.conflict(definition, call.info.name, why);
}

function defaulted({ endpoint }: Target, object: KubeObject): KubeObject {
  return endpoint.strategy.applyDefaults?.(object) ?? object;
}

function acceptedTypes({ definition }: Target): readonly string[] {
  const types = [...Object.keys(PATCHERS), APPLY];
  return definition.custom ? types.filter((type) => type !== 'application/strategic-merge-patch+json') : types;
}

/** The whole object as a client would see it, which is what patches are made against. */
function documentOf({ endpoint }: Target, object: KubeObject): JsonObject {
  return JSON.parse(textOf(withKind(endpointBytes(object, endpoint), endpoint.kind))) as JsonObject;
}
