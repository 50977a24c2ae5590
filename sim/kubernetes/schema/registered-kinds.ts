import { apiVersionOf } from '../../../kube/meta';
import { builtInType } from './built-in-types';
import otherKinds from './data/other-kinds.json';
import type { GroupVersionKind } from '../../../kube/meta';

// These API servers behind the aggregator, and the aggregator itself, have a scheme of their own; every other built-in group shares one.
const OWN_SCHEME = ['apiextensions.k8s.io', 'apiregistration.k8s.io'];
const NOT_IN_SHARED_SCHEME = ['meta.k8s.io', 'apidiscovery.k8s.io', ...OWN_SCHEME];

/** Kinds that a kube-apiserver can decode though it is not asked to serve them here, by apiVersion. */
const others = otherKinds as Readonly<Record<string, readonly string[]>>;

/** Whether the scheme that decodes bodies for `group` knows the kind. */
export function isRegisteredKind(gvk: GroupVersionKind, group = ''): boolean {
  if (OWN_SCHEME.includes(group)) return gvk.group === group && builtInType(gvk) !== undefined;
  if (NOT_IN_SHARED_SCHEME.includes(gvk.group)) return false;
  return builtInType(gvk) !== undefined || (others[apiVersionOf(gvk)]?.includes(gvk.kind) ?? false);
}
