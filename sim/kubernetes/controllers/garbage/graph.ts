import type { KubeObject, OwnerReference } from '../../../../kube/meta';
import { FOREGROUND, ORPHAN, hasFinalizer, isBeingDeleted, sameCoordinates, sameIdentity } from './node';
import type { GraphNode, Identity } from './node';
import { alternateIdentity, partition } from './references';

/** What the graph asks for when objects change. */
export interface GraphWork {
  /** Look whether the object is still wanted. */
  attemptToDelete(node: GraphNode): void;
  /** The same, after the back-off. */
  attemptLater(node: GraphNode): void;
  /** Take the object out of its dependents' owners. */
  attemptToOrphan(node: GraphNode): void;
  /** The owner is known not to exist. */
  absent(owner: Identity): void;
  /** A dependent names an owner that lives in another namespace. */
  invalidNamespace(dependent: GraphNode, owner: OwnerReference): void;
}

/** Who owns whom, kept up to date from watches: the garbage collector's dependency graph. */
export class DependencyGraph {
  private readonly nodes = new Map<string, GraphNode>();

  constructor(private readonly work: GraphWork) {}

  get(uid: string): GraphNode | undefined {
    return this.nodes.get(uid);
  }

  /** An object was added or changed; `previous` is its state before, if there was one. */
  observe(identity: Identity, object: KubeObject, previous?: KubeObject): void {
    const owners = object.metadata?.ownerReferences ?? [];
    const known = this.nodes.get(identity.uid);
    if (known === undefined) {
      const beingDeleted = isBeingDeleted(object);
      const deletingDependents = beingDeleted && hasFinalizer(object, FOREGROUND);
      const node = { identity, virtual: false, owners, dependents: new Set<GraphNode>(), beingDeleted, deletingDependents };
      this.nodes.set(identity.uid, node);
      this.addToOwners(node, owners);
      this.transitions(node, object, previous);
      return;
    }
    if (known.virtual) this.becomesReal(known, identity);
    known.identity = identity;
    if (known.owners.length + owners.length > 0) this.changeOwners(known, owners);
    if (isBeingDeleted(object)) known.beingDeleted = true;
    this.transitions(known, object, previous);
  }

  /** An object is gone. */
  removed(identity: Identity): void {
    const node = this.nodes.get(identity.uid);
    if (node !== undefined) this.remove(node, identity);
  }

  /** The API server says that there is no such object, whoever spoke of it. */
  foundMissing(identity: Identity): void {
    const node = this.nodes.get(identity.uid);
    if (node === undefined) return;
    const { matching, other } = partition([...node.dependents], identity);
    if (node.virtual ? other.length === 0 : sameIdentity(node.identity, identity)) {
      this.remove(node, identity);
      return;
    }
    if (matching.length > 0) {
      this.work.absent(identity);
      for (const dependent of matching) this.work.attemptToDelete(dependent);
    }
    if (!node.virtual || !sameIdentity(node.identity, identity)) return;
    const alternate = alternateIdentity(other, identity);
    if (alternate === undefined) return;
    node.identity = alternate;
    this.work.attemptLater(node);
  }

  private becomesReal(node: GraphNode, identity: Identity): void {
    node.virtual = false;
    if (sameIdentity(node.identity, identity)) return;
    for (const dependent of partition([...node.dependents], identity).other) {
      if (identity.namespace !== '' && dependent.identity.namespace !== identity.namespace) this.reportNamespace(dependent, identity.uid);
      this.work.attemptToDelete(dependent);
    }
  }

  private changeOwners(node: GraphNode, owners: readonly OwnerReference[]): void {
    const before = new Map(node.owners.map((owner) => [owner.uid, owner]));
    const after = new Map(owners.map((owner) => [owner.uid, owner]));
    for (const [uid, owner] of before) {
      // An owner in foreground deletion may now go on.
      if (owner.blockOwnerDeletion === true && after.get(uid)?.blockOwnerDeletion !== true) this.attempt(uid);
    }
    node.owners = owners;
    this.addToOwners(
      node,
      [...after.values()].filter(({ uid }) => !before.has(uid)),
    );
    for (const uid of before.keys()) if (!after.has(uid)) this.nodes.get(uid)?.dependents.delete(node);
  }

  private attempt(uid: string): void {
    const node = this.nodes.get(uid);
    if (node !== undefined) this.work.attemptToDelete(node);
  }

  private addToOwners(node: GraphNode, owners: readonly OwnerReference[]): void {
    let doubtful = false;
    for (const owner of owners) {
      const known = this.nodes.get(owner.uid);
      const ownerNode = known ?? this.addVirtual(owner, node.identity.namespace);
      ownerNode.dependents.add(node);
      if (known === undefined) this.work.attemptToDelete(ownerNode);
      else if (!doubtful) doubtful = this.isDoubtful(node, owner, known);
    }
    if (doubtful) this.work.attemptToDelete(node);
  }

  private addVirtual(owner: OwnerReference, namespace: string): GraphNode {
    const { apiVersion, kind, name, uid } = owner;
    const node: GraphNode = {
      identity: { apiVersion, kind, namespace, name, uid },
      virtual: true,
      owners: [],
      dependents: new Set(),
      beingDeleted: false,
      deletingDependents: false,
    };
    this.nodes.set(uid, node);
    return node;
  }

  /** Whether what is known of the owner contradicts the reference to it. */
  private isDoubtful(node: GraphNode, owner: OwnerReference, known: GraphNode): boolean {
    const { namespace } = known.identity;
    const elsewhere = namespace !== node.identity.namespace;
    if (namespace !== '' && elsewhere) {
      if (!known.virtual) this.reportNamespace(node, owner.uid);
      return true;
    }
    return !sameCoordinates(owner, known.identity) || (namespace === '' && elsewhere && known.virtual);
  }

  private reportNamespace(node: GraphNode, uid: string): void {
    const owner = node.owners.find((reference) => reference.uid === uid);
    if (owner !== undefined) this.work.invalidNamespace(node, owner);
  }

  private transitions(node: GraphNode, object: KubeObject, previous: KubeObject | undefined): void {
    if (startsWith(ORPHAN, object, previous)) {
      this.work.attemptToOrphan(node);
      return;
    }
    if (!startsWith(FOREGROUND, object, previous)) return;
    node.deletingDependents = true;
    for (const dependent of node.dependents) this.work.attemptToDelete(dependent);
    this.work.attemptToDelete(node);
  }

  private remove(node: GraphNode, identity: Identity): void {
    this.nodes.delete(node.identity.uid);
    for (const { uid } of node.owners) this.nodes.get(uid)?.dependents.delete(node);
    if (node.dependents.size > 0) this.work.absent(identity);
    for (const dependent of node.dependents) this.work.attemptToDelete(dependent);
    for (const { uid } of node.owners) {
      const owner = this.nodes.get(uid);
      if (owner?.deletingDependents === true) this.work.attemptToDelete(owner);
    }
  }
}

function startsWith(finalizer: string, object: KubeObject, previous: KubeObject | undefined): boolean {
  if (!isBeingDeleted(object) || !hasFinalizer(object, finalizer)) return false;
  return previous === undefined || !isBeingDeleted(previous) || !hasFinalizer(previous, finalizer);
}
