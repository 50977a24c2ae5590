import { ApiError } from '../../../kube/api-error';
import type { JsonObject } from '../../../kube/json';
import { parseApiVersion, type GroupVersionKind, type KubeObject } from '../../../kube/meta';
import { encodeMessage, listMessage, sealEnvelope, sealRaw, watchFrame } from '../codec';
import type { VersionDefinition } from '../model/definition';
import { builtInType } from '../schema';
import type { StructNode } from '../schema/type-node';
import type { Cell } from '../store/cell';
import { shown } from './encode';

const LIST_META: GroupVersionKind = { group: 'meta.k8s.io', version: 'v1', kind: 'PartialObjectMetadataList' };

/** A tree that has its kind and apiVersion, in its envelope. */
export function protobufTree(tree: object): Uint8Array {
  const { kind = '', apiVersion = '', ...rest } = tree as KubeObject;
  const gvk = { ...parseApiVersion(apiVersion === '' ? 'v1' : apiVersion), kind };
  return sealRaw(encodeMessage(rest as JsonObject, typeOf(gvk)), apiVersion, kind);
}

/** An object of the kind, in its envelope. */
export function protobufObject(object: KubeObject, kind: GroupVersionKind): Uint8Array {
  return sealEnvelope(encodeMessage(object as JsonObject, typeOf(kind)), kind);
}

/** The state's message without an envelope, made once per state and version. */
export function cellMessage(cell: Cell, version: VersionDefinition, kind: GroupVersionKind): Uint8Array {
  const key = `protobuf ${version.convert === undefined ? '' : `${kind.group}/${kind.version}`}`;
  const known = cell.encodings.get(key);
  if (known !== undefined) return known;
  const bytes = encodeMessage(shown(cell, version) as JsonObject, typeOf(kind));
  cell.encodings.set(key, bytes);
  return bytes;
}

export function protobufCell(cell: Cell, version: VersionDefinition, kind: GroupVersionKind): Uint8Array {
  return sealEnvelope(cellMessage(cell, version, kind), kind);
}

export function protobufList(metadata: object, items: readonly Uint8Array[], kind: GroupVersionKind): Uint8Array {
  const type = typeOf(LIST_META).field('metadata')?.type;
  if (type?.kind !== 'struct') throw new Error('the type of list metadata is not described');
  return sealEnvelope(listMessage(encodeMessage(metadata as JsonObject, type), items), kind);
}

/** The message of an item of a metadata list. */
export function partialMessage(item: KubeObject): Uint8Array {
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = item;
  return encodeMessage(rest as JsonObject, typeOf({ ...LIST_META, kind: 'PartialObjectMetadata' }));
}

/** One event of a watch around an object in its envelope. */
export function protobufEvent(type: string, sealed: Uint8Array): Uint8Array {
  return watchFrame(type, sealed);
}

function typeOf({ group, version, kind }: GroupVersionKind): StructNode {
  const type = builtInType({ group, version: group === 'meta.k8s.io' ? 'v1' : version, kind });
  if (type === undefined) throw ApiError.notAcceptable(`${kind} has no protobuf form`);
  return type;
}
