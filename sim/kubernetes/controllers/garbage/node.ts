import type { KubeObject, OwnerReference } from '../../../../kube/meta';

/** How an object is called; what is known of an owner that was only heard of comes from a reference to it. */
export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** An object in the graph of owners and dependents. Written by the graph alone. */
export interface GraphNode {
  identity: Identity;
  /** Heard of from a dependent, not seen yet. */
  virtual: boolean;
  owners: readonly OwnerReference[];
  readonly dependents: Set<GraphNode>;
  beingDeleted: boolean;
  /** Has the foregroundDeletion finalizer and is being deleted. */
  deletingDependents: boolean;
}

export const FOREGROUND = 'foregroundDeletion';
export const ORPHAN = 'orphan';

export function sameIdentity(a: Identity, b: Identity): boolean {
  return sameCoordinates(a, b) && a.namespace === b.namespace;
}

/** Everything but the namespace, which references do not carry. */
export function sameCoordinates(a: OwnerReference | Identity, b: OwnerReference | Identity): boolean {
  return a.uid === b.uid && a.name === b.name && a.kind === b.kind && a.apiVersion === b.apiVersion;
}

/** As the garbage collector prints one. */
export function identityText({ apiVersion, kind, namespace, name, uid }: Identity): string {
  return `[${apiVersion}/${kind}, namespace: ${namespace}, name: ${name}, uid: ${uid}]`;
}

export function isBeingDeleted({ metadata }: KubeObject): boolean {
  return metadata?.deletionTimestamp !== undefined;
}

export function hasFinalizer({ metadata }: KubeObject, finalizer: string): boolean {
  return metadata?.finalizers?.includes(finalizer) === true;
}

/** Dependents that hold up the deletion of their owner. */
export function blockingDependents({ identity, dependents }: GraphNode): readonly GraphNode[] {
  return [...dependents].filter(({ owners }) =>
    owners.some(({ uid, blockOwnerDeletion }) => uid === identity.uid && blockOwnerDeletion === true),
  );
}
