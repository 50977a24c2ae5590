import { type GroupVersionResource, type KubeObject } from '../../../../kube/meta';
import type { AdmissionAttributes } from '../../model/admission';
import type { Registry } from '../../model/registry';
import type { Target } from '../../pipeline/call';
import { gvrOf } from '../../pipeline/place';

/** Where a request leads: the endpoint that it names. */
export function targetOf(registry: Registry, { resource, subresource }: AdmissionAttributes): Target | undefined {
  return targetAt(registry, resource, subresource);
}

/** The other resources and versions that show the same objects, in the order of discovery. */
export function equivalents(registry: Registry, target: Target): readonly Target[] {
  const { definition, version, endpoint } = target;
  return registry.definitions
    .filter(({ collection }) => collection === definition.collection)
    .flatMap((other) => other.versions.map((one) => gvrOf({ definition: other, version: one, endpoint })))
    .filter((gvr) => gvr.group !== definition.group || gvr.version !== version.version)
    .flatMap((gvr) => targetAt(registry, gvr, endpoint.subresource) ?? []);
}

/** An object of one target as the other shows it. */
export function converted(object: KubeObject, from: Target, to: Target): KubeObject {
  if (from.version === to.version) return object;
  const stored = from.version.convert?.toStored(object) ?? object;
  return to.version.convert?.fromStored(stored) ?? stored;
}

function targetAt(registry: Registry, { group, version, resource }: GroupVersionResource, subresource: string): Target | undefined {
  const resolved = registry.resolve(group, version, resource);
  const endpoint = resolved?.version.endpoints.get(subresource);
  return resolved === undefined || endpoint === undefined ? undefined : { ...resolved, endpoint };
}
