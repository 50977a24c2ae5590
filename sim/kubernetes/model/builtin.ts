import type { GroupVersionKind } from '../../../kube/meta';
import type { StructNode } from '../schema/type-node';
import type { Action } from './action';
import data from './data/resources.json';
import { withDeclared } from './declared-strategy';
import type { Conversion, Endpoint, Lens, ResourceDefinition, VersionDefinition } from './definition';
import type { Strategy } from './strategy';

/** What the data cannot say: behaviour, by `group/version/resource` or `group/version/resource/subresource` (`/v1/pods/eviction`). */
export interface BuiltinBehaviour {
  strategy?(endpoint: string): Strategy | undefined;
  action?(endpoint: string): Action | undefined;
  lens?(endpoint: string): Lens | undefined;
  type?(kind: GroupVersionKind): StructNode | undefined;
  /** By `group/version/Kind`. */
  conversion?(kind: string): Conversion | undefined;
}

interface ResourceData {
  readonly name: string;
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly singular: string;
  readonly namespaced: boolean;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly hash?: string;
  readonly subresources: readonly SubresourceData[];
}

interface SubresourceData {
  readonly name: string;
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
}

interface GroupData {
  readonly name: string;
  readonly versions: readonly { readonly version: string; readonly resources: readonly ResourceData[] }[];
}

const { groups } = data as { readonly groups: readonly GroupData[] };

// Objects of these resources are shown by another group too.
const SHARED: Readonly<Record<string, string>> = { 'events.events.k8s.io': 'events' };

/** The resources that a kube-apiserver of this release serves, in the order of its discovery documents. */
export function builtinDefinitions(behaviour: BuiltinBehaviour): ResourceDefinition[] {
  return groups.flatMap((group) => {
    const names = new Set(group.versions.flatMap((version) => version.resources.map((resource) => resource.name)));
    return [...names].map((name) => definitionOf(group, name, behaviour));
  });
}

function definitionOf(group: GroupData, name: string, behaviour: BuiltinBehaviour): ResourceDefinition {
  const found = group.versions.flatMap(({ version, resources }) =>
    resources.filter((resource) => resource.name === name).map((resource) => ({ version, resource })),
  );
  const [first] = found;
  if (first === undefined) throw new Error(`resources.json names no version of ${name}.${group.name}`);
  const { kind, singular, namespaced, shortNames = [], categories = [] } = first.resource;
  return {
    group: group.name,
    resource: name,
    singular,
    kind,
    listKind: `${kind}List`,
    namespaced,
    shortNames,
    categories,
    collection: SHARED[`${name}.${group.name}`] ?? name,
    custom: false,
    versions: found.map(({ version, resource }) => versionOf(group.name, version, { resource, behaviour })),
  };
}

/** What upstream's types say of themselves in their lifecycle markers. */
const DEPRECATED: Readonly<Record<string, string>> = {
  '/v1/ComponentStatus': 'v1 ComponentStatus is deprecated in v1.19+',
  '/v1/Endpoints': 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
};

interface Source {
  readonly resource: ResourceData;
  readonly behaviour: BuiltinBehaviour;
}

function versionOf(group: string, version: string, { resource, behaviour }: Source): VersionDefinition {
  const kindKey = `${group}/${version}/${resource.kind}`;
  const main: SubresourceData = { name: '', kind: resource.kind, verbs: resource.verbs };
  const endpoints = [main, ...resource.subresources].map((sub): [string, Endpoint] => {
    const key = `${group}/${version}/${resource.name}${sub.name === '' ? '' : `/${sub.name}`}`;
    const action = behaviour.action?.(key);
    const lens = behaviour.lens?.(key);
    const kind = { group: sub.group ?? group, version: sub.version ?? version, kind: sub.kind };
    const type = (): StructNode | undefined => behaviour.type?.(kind);
    const strategy = lazily(() => withDeclared(behaviour.strategy?.(key) ?? {}, type, sub.name === ''));
    const endpoint: Endpoint = {
      subresource: sub.name,
      kind,
      type,
      verbs: sub.verbs,
      // Most kinds are never asked for, and a server has to start at once.
      get strategy() {
        return strategy();
      },
      ...(action === undefined ? {} : { action }),
      ...(lens === undefined ? {} : { lens }),
    };
    return [sub.name, endpoint];
  });
  const convert = behaviour.conversion?.(kindKey);
  return {
    version,
    ...(resource.hash === undefined ? {} : { storageVersionHash: resource.hash }),
    ...(DEPRECATED[kindKey] === undefined ? {} : { deprecationWarning: DEPRECATED[kindKey] }),
    type: () => behaviour.type?.({ group, version, kind: resource.kind }),
    endpoints: new Map(endpoints),
    ...(convert === undefined ? {} : { convert }),
  };
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
