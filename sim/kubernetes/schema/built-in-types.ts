import { apiVersionOf } from '../../../kube/meta';
import { typeByName } from './compile-type';
import { KINDS, PACKAGES } from './package-data';
import type { GroupVersion, GroupVersionKind } from '../../../kube/meta';
import type { StructNode } from './type-node';

/** Registered by the library for every group version. */
const EVERYWHERE = ['CreateOptions', 'DeleteOptions', 'GetOptions', 'ListOptions', 'PatchOptions', 'UpdateOptions', 'WatchEvent'];

const byApiVersion = new Map<string, ReadonlyMap<string, string>>();

/** The type of a kind of the described groups, compiled on first use; undefined for any other kind. */
export function builtInType(gvk: GroupVersionKind): StructNode | undefined {
  const name = kindsOf(apiVersionOf(gvk))?.get(gvk.kind);
  if (name === undefined) return undefined;
  const type = typeByName(name);
  return type.kind === 'struct' ? type : undefined;
}

/** Kinds of a described group version, sorted; empty for any other. */
export function builtInKinds(gv: GroupVersion): readonly string[] {
  return [...(kindsOf(apiVersionOf(gv))?.keys() ?? [])].sort();
}

function kindsOf(apiVersion: string): ReadonlyMap<string, string> | undefined {
  const cached = byApiVersion.get(apiVersion);
  const names = KINDS[apiVersion];
  if (cached !== undefined || names === undefined) return cached;
  const home = packageOfGroup(apiVersion);
  const own = names.map((name): [string, string] => [name.slice(name.lastIndexOf('.') + 1), name.includes('.') ? name : `${home}.${name}`]);
  const kinds = new Map([...own, ...EVERYWHERE.map((kind): [string, string] => [kind, `meta.v1.${kind}`])]);
  byApiVersion.set(apiVersion, kinds);
  return kinds;
}

/** `certificates.k8s.io/v1` lives in `certificates.v1`, `v1` in `core.v1`. */
function packageOfGroup(apiVersion: string): string {
  const [group = '', version] = apiVersion.split('/');
  const home = version === undefined ? `core.${group}` : `${group.split('.')[0] ?? ''}.${version}`;
  if (PACKAGES[home] === undefined) throw new Error(`schema/data has kinds of ${apiVersion} but no ${home}.json`);
  return home;
}
