import type { HttpResponse } from '../../../../base/env/http';
import { ApiError } from '../../../../kube/api-error';
import type { Json, JsonObject } from '../../../../kube/json';
import type { KubeObject } from '../../../../kube/meta';
import { applyJsonPatch } from '../../fields/json-patch';
import { decodeJsonPatch } from '../../fields/json-patch-decode';
import { applyMergePatch } from '../../fields/merge-patch';
import { withKindFirst } from '../answer';
import { textOf } from '../bytes';
import type { Call, Target } from '../call';
import { decodePatched } from '../decode-patched';
import { withNamespace } from '../create-object';
import { trackUpdate } from '../managed-fields';
import { bareType, unsupportedMediaType } from '../media-type';
import { negotiateObject } from '../negotiate';
import { cellAnswer, lensAnswer } from '../object-answer';
import { updateObject } from '../update-object';
import { writeOptions, type WriteOptions } from '../write-options';

/** Makes the whole patched object, kind and apiVersion included, from the current one. */
type Patcher = (document: JsonObject, body: Json, options: WriteOptions) => Json;

const PATCHERS: Readonly<Record<string, Patcher>> = {
  'application/json-patch+json': (document, body, options) => {
    const { operations } = decodeJsonPatch(body, options.fieldValidation !== 'Ignore');
    return applyJsonPatch(document, operations);
  },
  'application/merge-patch+json': (document, body, options) => applyMergePatch(document, body, options.fieldValidation !== 'Ignore'),
};

export async function patchVerb(call: Call, target: Target): Promise<HttpResponse> {
  const negotiated = negotiateObject(call, target);
  const patcher = PATCHERS[bareType(call.header('content-type'))];
  if (patcher === undefined) throw unsupportedMediaType(Object.keys(PATCHERS));
  const options = writeOptions(call, 'PatchOptions');
  const body = JSON.parse(textOf(call.request.body ?? new Uint8Array())) as Json;
  const { lens, kind } = target.endpoint;
  const { cell, created } = await updateObject(call, target, {
    options,
    next: (current) => {
      const seen = lens === undefined ? current : lens.read(current);
      const patched = patcher(withKindFirst(seen, kind) as JsonObject, body, options);
      const sent = withNamespace(call, target, decodePatched(call, target, { patched, validation: options.fieldValidation }));
      checkName(call, sent);
      const next = lens === undefined ? sent : lens.write(current, sent);
      return trackUpdate(call, target, { next, current });
    },
    create: undefined,
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
