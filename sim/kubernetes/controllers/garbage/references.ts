import { sameCoordinates, sameIdentity } from './node';
import type { GraphNode, Identity } from './node';

export interface Partition {
  readonly matching: readonly GraphNode[];
  readonly other: readonly GraphNode[];
}

/** Dependents by whether their references name the owner as it is called; one with several references can be on both sides. */
export function partition(dependents: readonly GraphNode[], owner: Identity): Partition {
  const references = (node: GraphNode) => node.owners.filter(({ uid }) => uid === owner.uid);
  const elsewhere = (node: GraphNode): boolean => owner.namespace !== '' && owner.namespace !== node.identity.namespace;
  return {
    matching: dependents.filter((node) => !elsewhere(node) && references(node).some((reference) => sameCoordinates(reference, owner))),
    other: dependents.filter((node) => elsewhere(node) || references(node).some((reference) => !sameCoordinates(reference, owner))),
  };
}

/** Another name by which the dependents speak of an owner that is known not to exist: the next in order, else the first. */
export function alternateIdentity(dependents: readonly GraphNode[], missing: Identity): Identity | undefined {
  const names = dependents
    .flatMap((node) => node.owners.filter(({ uid }) => uid === missing.uid).map((owner) => ({ owner, namespace: node.identity.namespace })))
    .map(({ owner: { apiVersion, kind, name, uid }, namespace }) => {
      const clusterScoped = missing.namespace === '' && apiVersion === missing.apiVersion && kind === missing.kind;
      return { apiVersion, kind, namespace: clusterScoped ? '' : namespace, name, uid };
    })
    .filter((name) => !sameIdentity(name, missing))
    .sort(compare);
  return names.find((name) => compare(missing, name) < 0) ?? names[0];
}

/** Kind and version count more than the namespace, so that kinds stay together whatever their scope. */
function compare(a: Identity, b: Identity): number {
  const [left, right] = [a, b].map(({ kind, apiVersion, namespace, name, uid }) => [kind, apiVersion, namespace, name, uid]);
  for (const [index, part] of (left ?? []).entries()) {
    const other = right?.[index] ?? '';
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}
