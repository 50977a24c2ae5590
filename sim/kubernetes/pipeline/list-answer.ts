import type { HttpResponse } from '../../../base/env/http';
import { apiVersionOf, type GroupVersionKind, type KubeObject } from '../../../kube/meta';
import type { Cell } from '../store/cell';
import { bodyAnswer, protobufAnswer, treeAnswer, withKindFirst } from './answer';
import { concat, utf8 } from './bytes';
import type { Call, Target } from './call';
import { cellBytes, prefixOf, partsWithKind, shown } from './encode';
import type { Listing } from './list-memory';
import type { Negotiated, Transform } from './media-type';
import { checkPartialList, partialItem } from './partial';
import { cellMessage, partialMessage, protobufList } from './protobuf';
import { tableOf } from './table';

/** One page of a list. */
export interface Page {
  readonly listing: Listing;
  readonly revision: number;
  readonly continue: string;
  readonly remaining: number | undefined;
}

const COMMA = utf8(',');

export function listAnswer(
  call: Call,
  target: Target,
  { negotiated, page }: { readonly negotiated: Negotiated; readonly page: Page },
): HttpResponse {
  const kind: GroupVersionKind = { group: target.definition.group, version: target.version.version, kind: target.definition.listKind };
  const metadata = metadataOf(page, target.definition.custom && negotiated.transform === undefined);
  const { transform, media } = negotiated;
  if (media === 'protobuf' && transform?.kind !== 'Table')
    return protobufAnswer(call, 200, listMessageOf(target, { page, kind, metadata, transform }));
  const { cells } = page.listing;
  if (media === 'json' && transform === undefined) {
    const encode = (): Uint8Array => concat(listParts(target, { page, kind, metadata }));
    return bodyAnswer(call, 200, page.continue === '' ? page.listing.body(page.revision, encode) : encode());
  }
  const objects = cells.map((cell) => shown(cell, target.version));
  if (transform?.kind === 'Table') {
    return treeAnswer(call, 200, tableOf(call, target, { objects, metadata, version: transform.version }), negotiated);
  }
  if (transform !== undefined) {
    checkPartialList(transform, target);
    const items = objects.length === 0 ? null : objects.map((object) => partialItem(object, transform.version));
    const list = { kind: 'PartialObjectMetadataList', apiVersion: `meta.k8s.io/${transform.version}`, metadata, items };
    return treeAnswer(call, 200, list, negotiated);
  }
  return treeAnswer(call, 200, withKindFirst({ metadata, items: itemsOf(target, objects) } as KubeObject, kind), negotiated);
}

/** Items have no kind in protobuf, those of metadata lists neither. */
function listMessageOf(
  target: Target,
  { page, kind, metadata, transform }: ListParts & { readonly transform: Transform | undefined },
): Uint8Array {
  const { version, endpoint } = target;
  if (transform === undefined) {
    return protobufList(
      metadata,
      page.listing.cells.map((cell) => cellMessage(cell, version, endpoint.kind)),
      kind,
    );
  }
  checkPartialList(transform, target);
  const items = page.listing.cells.map((cell) => partialMessage(partialItem(shown(cell, version), transform.version)));
  return protobufList(metadata, items, { group: 'meta.k8s.io', version: transform.version, kind: 'PartialObjectMetadataList' });
}

/** An unstructured list names its next page even when there is none. */
function metadataOf({ revision, continue: token, remaining }: Page, unstructured: boolean): object {
  return {
    ...(token === '' && !unstructured ? {} : { continue: token }),
    resourceVersion: String(revision),
    ...(remaining === undefined ? {} : { remainingItemCount: remaining }),
  };
}

interface ListParts {
  readonly page: Page;
  readonly kind: GroupVersionKind;
  readonly metadata: object;
}

function listParts(target: Target, { page, kind, metadata }: ListParts): readonly Uint8Array[] {
  const items = page.listing.items((cells) => encodedItems(target, cells));
  if (!target.definition.custom) {
    return [prefixOf(kind), utf8(`,"metadata":${JSON.stringify(metadata)},"items":[`), items, utf8(']}\n')];
  }
  // An unstructured list is written by name.
  const start = utf8(`{"apiVersion":${JSON.stringify(apiVersionOf(kind))},"items":[`);
  return [start, items, utf8(`],"kind":${JSON.stringify(kind.kind)},"metadata":${JSON.stringify(metadata)}}\n`)];
}

/** Items of built-in lists leave out their kind, those of custom resources do not. */
function encodedItems({ definition, version, endpoint }: Target, cells: readonly Cell[]): Uint8Array {
  const parts: Uint8Array[] = [];
  cells.forEach((cell, index) => {
    if (index > 0) parts.push(COMMA);
    const body = cellBytes(cell, version, definition.group);
    if (definition.custom) parts.push(...partsWithKind(body, endpoint.kind, true));
    else parts.push(body);
  });
  return concat(parts);
}

function itemsOf({ definition, endpoint }: Target, objects: readonly KubeObject[]): readonly KubeObject[] {
  return definition.custom ? objects.map((object) => withKindFirst(object, endpoint.kind)) : objects;
}
