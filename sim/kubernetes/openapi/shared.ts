import type { GroupVersion } from '../../../kube/meta';
import type { ResourceDefinition, VersionDefinition } from '../model/definition';
import type { Registry } from '../model/registry';
import type { Operation } from './operation';

/** The resources of one group version, in the order of their names. */
export function versionResources(registry: Registry, gv: GroupVersion): { definition: ResourceDefinition; version: VersionDefinition }[] {
  return registry.definitions
    .filter(({ group }) => group === gv.group)
    .flatMap((definition) =>
      definition.versions.filter(({ version }) => version === gv.version).map((version) => ({ definition, version })),
    )
    .sort((a, b) => (a.definition.resource < b.definition.resource ? -1 : 1));
}

/** Every group version that has resources, the core group first. */
export function groupVersions(registry: Registry): GroupVersion[] {
  const all = new Map<string, GroupVersion>();
  for (const { group, versions } of registry.definitions)
    for (const { version } of versions) all.set(`${group}/${version}`, { group, version });
  return [...all.values()].sort((a, b) => (`${a.group}/${a.version}` < `${b.group}/${b.version}` ? -1 : 1));
}

/** Operations by the path they share. */
export function shared(operations: readonly Operation[]): Map<string, Operation[]> {
  const paths = new Map<string, Operation[]>();
  for (const operation of operations) paths.set(operation.path, [...(paths.get(operation.path) ?? []), operation]);
  return paths;
}

/** `certificates_v1`: the group version that the operation's path is of. */
export function tagOf({ path }: Operation): string {
  const [, prefix, ...rest] = path.split('/');
  const [group = '', version = ''] = prefix === 'api' ? ['core', rest[0]] : rest;
  return `${lowerFirst(groupIdentifier(group))}_${version}`;
}

/** `rbac.authorization.k8s.io` -> `RbacAuthorization`: the suffix that Kubernetes' own groups share says nothing. */
export function groupIdentifier(group: string): string {
  return group
    .replace(/\.k8s\.io$/, '')
    .split(/[.-]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
