import type { KubeObject } from '../../../kube/meta';
import type { Status } from '../../../kube/status';
import type { Cell } from '../store/cell';
import type { EventType } from '../store/watch-group';
import { concat, utf8 } from './bytes';
import type { Call, Target } from './call';
import { cellBytes, isSorted, objectBytes, shown, withKind } from './encode';
import { MEDIA_TYPES, type Negotiated, type Transform } from './media-type';
import { partialItem } from './partial';
import { protobufCell, protobufEvent, protobufObject, protobufTree } from './protobuf';
import { includeObject, tableOf } from './table';

/** Writes the events of a watch in one media type and transformation. */
export interface WatchWriter {
  readonly contentType: string;
  /** Equal keys write equal bytes. */
  readonly key: string;
  event(type: EventType, cell: Cell, first: boolean): Uint8Array;
  bookmark(revision: number, place: { readonly initial: boolean; readonly first: boolean }): Uint8Array;
  error(status: Status): Uint8Array;
}

const INITIAL_EVENTS_END = { 'k8s.io/initial-events-end': 'true' };
const PROTOBUF_STREAM = 'application/vnd.kubernetes.protobuf;stream=watch';
const LINE_END = utf8('}\n');
const NOTHING = new Uint8Array();

export function watchWriter(call: Call, target: Target, negotiated: Negotiated): WatchWriter {
  const { transform, media } = negotiated;
  if (transform !== undefined) return treeWriter(call, target, { negotiated, transform });
  return media === 'protobuf' ? protobufWriter(target) : jsonWriter(target);
}

function jsonWriter(target: Target): WatchWriter {
  const { definition, version, endpoint } = target;
  const frame = (type: string, object: Uint8Array): Uint8Array => concat([utf8(`{"type":"${type}","object":`), object, LINE_END]);
  return {
    contentType: MEDIA_TYPES.json,
    key: 'json',
    event: (type, cell) => {
      const left = objectThatLeft(type, cell);
      const body = left === undefined ? cellBytes(cell, version, definition.group) : objectBytes(converted(left, target), version);
      return frame(type, withKind(body, endpoint.kind, isSorted(target)));
    },
    bookmark: (revision, { initial }) =>
      frame('BOOKMARK', withKind(objectBytes(bookmarkObject(revision, initial), version), endpoint.kind, isSorted(target))),
    error: (status) => frame('ERROR', utf8(JSON.stringify(status))),
  };
}

function protobufWriter(target: Target): WatchWriter {
  const { version, endpoint } = target;
  return {
    contentType: PROTOBUF_STREAM,
    key: 'protobuf',
    event: (type, cell) => {
      const left = objectThatLeft(type, cell);
      const sealed =
        left === undefined ? protobufCell(cell, version, endpoint.kind) : protobufObject(converted(left, target), endpoint.kind);
      return protobufEvent(type, sealed);
    },
    bookmark: (revision, { initial }) => protobufEvent('BOOKMARK', protobufObject(bookmarkObject(revision, initial), endpoint.kind)),
    error: (status) => protobufEvent('ERROR', protobufTree(status)),
  };
}

/** For Table and metadata watches, which are few. */
function treeWriter(
  call: Call,
  target: Target,
  { negotiated, transform }: { readonly negotiated: Negotiated; readonly transform: Transform },
): WatchWriter {
  const { kind, version } = transform;
  const table = kind === 'Table';
  // A list is no form for one object: upstream opens the watch and then has nothing to send.
  const silent = kind === 'PartialObjectMetadataList';
  const objectOf = (object: KubeObject, first: boolean): KubeObject =>
    table
      ? tableOf(call, target, { objects: [object], metadata: rowMetadata(object), version, withColumns: first })
      : partialItem(object, version);
  const protobuf = negotiated.media === 'protobuf';
  const line = (type: string, object: object): Uint8Array =>
    protobuf ? protobufEvent(type, protobufTree(object)) : utf8(`{"type":"${type}","object":${JSON.stringify(object)}}\n`);
  return {
    contentType: protobuf ? PROTOBUF_STREAM : MEDIA_TYPES.json,
    key: [negotiated.media, kind, version, table ? includeObject(call) : ''].join('\n'),
    event: (type, cell, first) => {
      if (silent) return NOTHING;
      const left = objectThatLeft(type, cell);
      return line(type, objectOf(left === undefined ? shown(cell, target.version) : converted(left, target), first));
    },
    bookmark: (revision, { initial, first }) => (silent ? NOTHING : line('BOOKMARK', objectOf(bookmarkObject(revision, initial), first))),
    error: (status) => line('ERROR', status),
  };
}

function rowMetadata({ metadata }: KubeObject): object {
  return metadata?.resourceVersion === undefined ? {} : { resourceVersion: metadata.resourceVersion };
}

/** What a selecting watcher is shown of an object that it loses sight of: the last state that matched, under the new revision. */
function objectThatLeft(type: EventType, cell: Cell): KubeObject | undefined {
  if (type !== 'DELETED' || cell.deleted || cell.previous === undefined) return undefined;
  const { object } = cell.previous;
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(cell.revision) } };
}

function converted(object: KubeObject, { version }: Target): KubeObject {
  return version.convert?.fromStored(object) ?? object;
}

function bookmarkObject(revision: number, initial: boolean): KubeObject {
  return { metadata: { resourceVersion: String(revision), ...(initial ? { annotations: INITIAL_EVENTS_END } : {}) } };
}
