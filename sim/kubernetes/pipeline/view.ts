import type { Json } from '../../../kube/json';
import { apiVersionOf, type KubeObject, type ManagedFieldsEntry, type ObjectMeta } from '../../../kube/meta';
import { managedFieldsOfScale, managedFieldsOfScaled, type ScaledKind } from '../fields';
import type { Target } from './call';

/** What the endpoint shows of a stored object: the object itself, or what its lens makes of it. */
export function viewOf(target: Target, object: KubeObject): KubeObject {
  const { lens } = target.endpoint;
  if (lens === undefined) return object;
  const view = lens.read(object);
  return withManagers(view, managedFieldsOfScale(managersOf(object), scaledKind(target)));
}

/** The stored object after its view was changed. */
export function throughView(target: Target, object: KubeObject, view: KubeObject): KubeObject {
  const { lens } = target.endpoint;
  if (lens === undefined) return view;
  const written = lens.write(object, view);
  return withManagers(written, managedFieldsOfScaled(managersOf(object), managersOf(view), scaledKind(target)));
}

function scaledKind({ definition, version, endpoint }: Target): ScaledKind {
  const path = endpoint.lens?.replicasPath ?? ['spec', 'replicas'];
  const versions = definition.versions.map((one) => [apiVersionOf({ group: definition.group, version: one.version }), path]);
  return {
    apiVersion: apiVersionOf({ group: definition.group, version: version.version }),
    replicasPaths: Object.fromEntries(versions) as ScaledKind['replicasPaths'],
  };
}

function managersOf({ metadata }: KubeObject): Json | undefined {
  return metadata?.managedFields as Json | undefined;
}

function withManagers(object: KubeObject, managers: Json[] | undefined): KubeObject {
  const { managedFields: _old, ...rest }: ObjectMeta = object.metadata ?? {};
  return { ...object, metadata: managers === undefined ? rest : { ...rest, managedFields: managers as ManagedFieldsEntry[] } };
}
