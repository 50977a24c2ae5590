import type { JsonObject } from '../../../kube/json';
import { encodeJson, encodeSorted } from '../codec';
import { apiVersionOf, type GroupVersionKind, type KubeObject } from '../../../kube/meta';
import type { Endpoint, ResourceDefinition, VersionDefinition } from '../model/definition';
import type { StructNode } from '../schema/type-node';
import type { Cell } from '../store/cell';
import { concat, utf8 } from './bytes';

const COMMA = utf8(',');
const BRACE = utf8('}');
const prefixes = new Map<string, Uint8Array>();

/** The object of a cell as a version shows it, without kind and apiVersion. */
export function shown(cell: Cell, version: VersionDefinition): KubeObject {
  return version.convert === undefined ? cell.object : version.convert.fromStored(cell.object);
}

/** JSON without kind and apiVersion, made once per state and version. */
export function cellBytes(cell: Cell, version: VersionDefinition, group: string): Uint8Array {
  const key = version.convert === undefined ? '' : (version.encodingKey ?? `${group}/${version.version}`);
  const known = cell.encodings.get(key);
  if (known !== undefined) return known;
  const bytes = objectBytes(shown(cell, version), version);
  cell.encodings.set(key, bytes);
  return bytes;
}

/** JSON without kind and apiVersion. */
export function objectBytes(object: KubeObject, version: VersionDefinition): Uint8Array {
  return typedBytes(object, version.type());
}

/** JSON without kind and apiVersion, of an object of the endpoint's kind. */
export function endpointBytes(object: KubeObject, endpoint: Endpoint): Uint8Array {
  return typedBytes(object, endpoint.type());
}

function typedBytes(object: KubeObject, type: StructNode | undefined): Uint8Array {
  return utf8(type === undefined ? encodeSorted(object as JsonObject) : encodeJson(object as JsonObject, type));
}

/** The whole object: `body` has no kind and apiVersion and at least one member. */
export function withKind(body: Uint8Array, kind: GroupVersionKind, sorted = false): Uint8Array {
  return concat(partsWithKind(body, kind, sorted));
}

/** The same in parts that are still to be put together. `sorted`: as objects without a Go type, whose members come by name. */
export function partsWithKind(body: Uint8Array, kind: GroupVersionKind, sorted = false): readonly Uint8Array[] {
  const prefix = prefixOf(kind, sorted);
  return body.length <= 2 ? [prefix, BRACE] : [prefix, COMMA, body.subarray(1)];
}

/** Whether objects are written with their members by name: custom resources, but not what a lens shows of them. */
export function isSorted({ definition, endpoint }: { readonly definition: ResourceDefinition; readonly endpoint: Endpoint }): boolean {
  return definition.custom && endpoint.lens === undefined;
}

/** `{"kind":"Secret","apiVersion":"v1"`, or the other way round. */
export function prefixOf(kind: GroupVersionKind, sorted = false): Uint8Array {
  const key = `${kind.group}/${kind.version}/${kind.kind}/${sorted}`;
  const known = prefixes.get(key);
  if (known !== undefined) return known;
  const members = [`"kind":${JSON.stringify(kind.kind)}`, `"apiVersion":${JSON.stringify(apiVersionOf(kind))}`];
  const made = utf8(`{${(sorted ? members.reverse() : members).join(',')}`);
  prefixes.set(key, made);
  return made;
}
