import type { GroupVersionResource } from '../../../kube/meta';
import type { Collection } from '../store/collection';
import type { Call, Target } from './call';

/** The key of an object: etcd's, without the collection's prefix. */
export function keyOf(namespaced: boolean, namespace: string, name: string): string {
  return namespaced ? `${namespace}/${name}` : name;
}

/** The namespace that objects of this call live in; empty for cluster scope, also under `/namespaces/<n>` itself. */
export function namespaceOf(call: Call, { definition }: Target): string {
  return definition.namespaced ? call.info.namespace : '';
}

export function collectionOf(call: Call, { definition }: Target): Collection {
  return call.kernel.store.collection(definition.collection);
}

export function gvrOf({ definition, version }: Target): GroupVersionResource {
  return { group: definition.group, version: version.version, resource: definition.resource };
}

export function callKey(call: Call, target: Target): string {
  return keyOf(target.definition.namespaced, namespaceOf(call, target), call.info.name);
}
