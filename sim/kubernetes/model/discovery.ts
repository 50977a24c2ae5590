import { apiVersionOf } from '../../../kube/meta';
import type { Endpoint, ResourceDefinition, VersionDefinition } from './definition';
import type { Registry } from './registry';

/** A group with its versions in the order of preference and the resources of each. */
export interface ServedGroup {
  readonly name: string;
  readonly versions: readonly ServedVersion[];
}

export interface ServedVersion {
  readonly version: string;
  readonly resources: readonly { readonly definition: ResourceDefinition; readonly version: VersionDefinition }[];
}

/** The groups in the order of registration. */
export function servedGroups(registry: Registry): readonly ServedGroup[] {
  const groups = new Map<string, Map<string, { definition: ResourceDefinition; version: VersionDefinition }[]>>();
  for (const definition of registry.definitions) {
    const versions = groups.get(definition.group) ?? new Map<string, { definition: ResourceDefinition; version: VersionDefinition }[]>();
    groups.set(definition.group, versions);
    for (const version of definition.versions)
      versions.set(version.version, [...(versions.get(version.version) ?? []), { definition, version }]);
  }
  return [...groups].map(([name, versions]) => ({
    name,
    versions: [...versions].map(([version, resources]) => ({ version, resources })),
  }));
}

export function apiVersions(serverAddress: string): object {
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }] };
}

export function apiGroupList(registry: Registry): object {
  const groups = servedGroups(registry).filter((group) => group.name !== '');
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupEntry) };
}

export function apiGroup(group: ServedGroup): object {
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(group) };
}

export function apiResourceList(group: string, { version, resources }: ServedVersion): object {
  const groupVersion = apiVersionOf({ group, version });
  const sorted = [...resources].sort((a, b) => (a.definition.resource < b.definition.resource ? -1 : 1));
  const entries = sorted.flatMap((resource) => resourceEntries(resource.definition, resource.version));
  // Subresources of custom resources stand in an order of their own.
  const custom = resources.every(({ definition }) => definition.custom);
  return {
    kind: 'APIResourceList',
    ...(group === '' ? {} : { apiVersion: 'v1' }),
    groupVersion,
    resources: custom ? entries : entries.sort(byName),
  };
}

function groupEntry({ name, versions }: ServedGroup): object {
  const all = versions.map(({ version }) => ({ groupVersion: apiVersionOf({ group: name, version }), version }));
  return { name, versions: all, preferredVersion: all[0] };
}

interface ResourceEntry {
  readonly name: string;
}

function resourceEntries(definition: ResourceDefinition, version: VersionDefinition): ResourceEntry[] {
  return [...version.endpoints.values()].map((endpoint) => {
    const main = endpoint.subresource === '';
    return {
      name: main ? definition.resource : `${definition.resource}/${endpoint.subresource}`,
      singularName: main ? definition.singular : '',
      namespaced: definition.namespaced,
      ...foreignKind(definition, version, endpoint),
      kind: endpoint.kind.kind,
      verbs: endpoint.discoveredVerbs ?? endpoint.verbs,
      ...(main && definition.shortNames.length > 0 ? { shortNames: definition.shortNames } : {}),
      ...(main && definition.categories.length > 0 ? { categories: definition.categories } : {}),
      ...(main && version.storageVersionHash !== undefined ? { storageVersionHash: version.storageVersionHash } : {}),
    };
  });
}

/** Group and version of a kind are named only where they are not the list's own. */
function foreignKind({ group }: ResourceDefinition, { version }: VersionDefinition, { kind }: Endpoint): object {
  return kind.group === group && kind.version === version ? {} : { group: kind.group, version: kind.version };
}

function byName(a: ResourceEntry, b: ResourceEntry): number {
  return a.name < b.name ? -1 : 1;
}
