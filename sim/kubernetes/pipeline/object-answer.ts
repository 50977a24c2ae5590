import type { HttpResponse } from '../../../base/env/http';
import type { GroupVersionKind, KubeObject } from '../../../kube/meta';
import type { Cell } from '../store/cell';
import { bytesAnswer, treeAnswer, withKindFirst } from './answer';
import type { Call, Target } from './call';
import { cellBytes, objectBytes, shown, withKind } from './encode';
import type { Negotiated } from './media-type';
import { partialObject } from './partial';
import { tableOf } from './table';

interface CellAnswer {
  readonly negotiated: Negotiated;
  readonly status: number;
  readonly cell: Cell;
}

/** Answers with the stored object. */
export function cellAnswer(call: Call, target: Target, { negotiated, status, cell }: CellAnswer): HttpResponse {
  const { definition, version, endpoint } = target;
  if (negotiated.media === 'json' && negotiated.transform === undefined && !negotiated.pretty) {
    return bytesAnswer(call, status, withKind(cellBytes(cell, version, definition.group), endpoint.kind));
  }
  return objectAnswer(call, target, { negotiated, status, object: shown(cell, version) });
}

/** Answers with what a lens shows of the stored object. */
export function lensAnswer(call: Call, target: Target, { negotiated, status, cell }: CellAnswer): HttpResponse {
  const object = target.endpoint.lens?.read(shown(cell, target.version)) ?? {};
  return treeAnswer(call, status, withKindFirst(object, target.endpoint.kind), negotiated);
}

/** Answers with an object in the version's form, without kind and apiVersion. */
export function objectAnswer(
  call: Call,
  target: Target,
  { negotiated, status, object }: { readonly negotiated: Negotiated; readonly status: number; readonly object: KubeObject },
): HttpResponse {
  const { transform } = negotiated;
  if (transform?.kind === 'Table') {
    const table = tableOf(call, target, { objects: [object], metadata: rowMetadata(object), version: transform.version });
    return treeAnswer(call, status, table, negotiated);
  }
  if (transform !== undefined) return treeAnswer(call, status, partialObject(object, transform, target), negotiated);
  return plainAnswer(call, status, { object, kind: target.endpoint.kind, target, negotiated });
}

function plainAnswer(
  call: Call,
  status: number,
  {
    object,
    kind,
    target,
    negotiated,
  }: { readonly object: KubeObject; readonly kind: GroupVersionKind; readonly target: Target; readonly negotiated: Negotiated },
): HttpResponse {
  if (negotiated.media === 'json') return bytesAnswer(call, status, withKind(objectBytes(object, target.version), kind));
  return treeAnswer(call, status, withKindFirst(object, kind), negotiated);
}

function rowMetadata({ metadata }: KubeObject): { resourceVersion?: string } {
  return metadata?.resourceVersion === undefined ? {} : { resourceVersion: metadata.resourceVersion };
}
