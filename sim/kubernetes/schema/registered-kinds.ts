import { apiVersionOf } from '../../../kube/meta';
import { builtInType } from './built-in-types';
import otherKinds from './data/other-kinds.json';
import type { GroupVersionKind } from '../../../kube/meta';

const EXTENSIONS = 'apiextensions.k8s.io';
// Never in the scheme that decodes request bodies.
const NOT_IN_LEGACY_SCHEME = ['meta.k8s.io', 'apidiscovery.k8s.io', EXTENSIONS];

/** Kinds that a kube-apiserver can decode though it is not asked to serve them here, by apiVersion. */
const others = otherKinds as Readonly<Record<string, readonly string[]>>;

/**
 * Whether the scheme that decodes bodies for `group` knows the kind: apiextensions-apiserver has a scheme of its own, every other
 * built-in group shares one.
 */
export function isRegisteredKind(gvk: GroupVersionKind, group = ''): boolean {
  if (group === EXTENSIONS) return gvk.group === EXTENSIONS && builtInType(gvk) !== undefined;
  if (NOT_IN_LEGACY_SCHEME.includes(gvk.group)) return false;
  return builtInType(gvk) !== undefined || (others[apiVersionOf(gvk)]?.includes(gvk.kind) ?? false);
}
