import type { JsonObject } from '../../../kube/json';
import type { GroupVersionKind, KubeObject } from '../../../kube/meta';
import type { StructNode } from '../schema/type-node';
import type { Action } from './action';
import type { Strategy } from './strategy';

/** A resource has versions, a version has endpoints. Built-in ones are read from data, custom ones are built from their definition. */
export interface ResourceDefinition {
  readonly group: string;
  /** Plural. */
  readonly resource: string;
  readonly singular: string;
  readonly kind: string;
  readonly listKind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** Where its objects live: two definitions with one collection show the same objects. Texts show it as `/registry/<collection>/…`. */
  readonly collection: string;
  /** Custom resources: lists name the kind of each item, no protobuf, no strategic merge patch. */
  readonly custom: boolean;
  /** The preferred one first. */
  readonly versions: readonly VersionDefinition[];
}

export interface VersionDefinition {
  readonly version: string;
  readonly storageVersionHash?: string;
  /** Sent as a Warning with every answer. */
  readonly deprecationWarning?: string;
  /** Of the main endpoint's kind; undefined where no description is known. Compiled on first use. */
  type(): StructNode | undefined;
  /** Of a custom resource: its schema as OpenAPI 3 and OpenAPI 2 publish it, without kind, apiVersion and metadata. */
  openApi?(): JsonObject | undefined;
  openApiV2?(): JsonObject | undefined;
  /** By subresource; '' is the main one. */
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  /** Between this version and the form in which objects are stored. Default: they are the same. */
  readonly convert?: Conversion;
  /** Of what objects look like after the conversion: equal keys, equal bytes. Default: group and version. */
  readonly encodingKey?: string;
}

export interface Conversion {
  toStored(object: KubeObject): KubeObject;
  fromStored(object: KubeObject): KubeObject;
}

export interface Endpoint {
  readonly subresource: string;
  /** Of request and answer bodies. */
  readonly kind: GroupVersionKind;
  /** Of that kind; undefined where no description is known. Compiled on first use. */
  type(): StructNode | undefined;
  readonly verbs: readonly string[];
  /** What discovery tells of the verbs. Default: all of them. */
  readonly discoveredVerbs?: readonly string[];
  readonly strategy: Strategy;
  /** Answers `create` without storing the body: reviews, tokens, evictions, bindings. */
  readonly action?: Action;
  /** Shows part of the object as another kind: scale. */
  readonly lens?: Lens;
}

export interface Lens {
  /** Where the object keeps the replicas. Default: `['spec', 'replicas']`. */
  readonly replicasPath?: readonly string[];
  read(object: KubeObject): KubeObject;
  /** Answers do not say who manages what. */
  readonly hidesManagers?: boolean;
  /** The object with what `view` says put into it. */
  write(object: KubeObject, view: KubeObject): KubeObject;
}
