import type { HttpResponse } from '../../../base/env/http';
import type { KubeObject } from '../../../kube/meta';
import type { Cell } from '../store/cell';
import { bytesAnswer, protobufAnswer, treeAnswer } from './answer';
import { concat, textOf } from './bytes';
import type { Call, Target } from './call';
import { cellBytes, endpointBytes, isSorted, partsWithKind, shown } from './encode';
import type { Negotiated } from './media-type';
import { partialObject } from './partial';
import { protobufCell } from './protobuf';
import { tableOf } from './table';
import { viewOf } from './view';

interface CellAnswer {
  readonly negotiated: Negotiated;
  readonly status: number;
  readonly cell: Cell;
}

/** Answers with what the endpoint shows of the stored object. */
export function cellAnswer(call: Call, target: Target, { negotiated, status, cell }: CellAnswer): HttpResponse {
  const { definition, version, endpoint } = target;
  if (endpoint.lens === undefined && negotiated.media === 'json' && negotiated.transform === undefined && !negotiated.pretty) {
    return bytesAnswer(call, status, partsWithKind(cellBytes(cell, version, definition.group), endpoint.kind, isSorted(target)));
  }
  if (endpoint.lens === undefined && negotiated.media === 'protobuf' && negotiated.transform === undefined) {
    return protobufAnswer(call, status, protobufCell(cell, version, endpoint.kind));
  }
  const view = viewOf(target, shown(cell, version));
  return objectAnswer(call, target, { negotiated, status, object: endpoint.lens?.hidesManagers === true ? withoutManagers(view) : view });
}

/** Answers with an object of the endpoint's kind, without kind and apiVersion. */
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
  const parts = partsWithKind(endpointBytes(object, target.endpoint), target.endpoint.kind, isSorted(target));
  if (negotiated.media === 'json') return bytesAnswer(call, status, parts);
  return treeAnswer(call, status, JSON.parse(textOf(concat(parts))) as object, negotiated);
}

function withoutManagers(object: KubeObject): KubeObject {
  const { managedFields: _managedFields, ...metadata } = object.metadata ?? {};
  return { ...object, metadata };
}

function rowMetadata({ metadata }: KubeObject): { resourceVersion?: string } {
  return metadata?.resourceVersion === undefined ? {} : { resourceVersion: metadata.resourceVersion };
}
