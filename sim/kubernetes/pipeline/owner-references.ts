import type { KubeObject } from '../../../kube/meta';
import type { Call } from './call';
import { sameTree } from '../../../kube/same-tree';

/** Repeated owner references are dropped, with a Warning that names them. */
export function dedupeOwners(call: Call, object: KubeObject): KubeObject {
  const owners = object.metadata?.ownerReferences;
  if (owners === undefined || owners.length < 2) return object;
  const kept = owners.filter((owner, index) => owners.findIndex((other) => sameTree(other, owner)) === index);
  if (kept.length === owners.length) return object;
  const repeated = owners.filter((owner, index) => owners.findIndex((other) => sameTree(other, owner)) !== index);
  const uids = [...new Set(repeated.map(({ uid }) => uid))].join(', ');
  call.warn(
    `.metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${uids}`,
  );
  return { ...object, metadata: { ...object.metadata, ownerReferences: kept } };
}
