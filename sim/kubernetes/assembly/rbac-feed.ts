import { RbacIndex, type RbacKind } from '../access';
import type { Store } from '../store/store';

const KINDS: Readonly<Record<string, RbacKind>> = {
  roles: 'Role',
  clusterroles: 'ClusterRole',
  rolebindings: 'RoleBinding',
  clusterrolebindings: 'ClusterRoleBinding',
};

/** An index of roles and bindings that follows the store. */
export function rbacFeed(store: Store): RbacIndex {
  const index = new RbacIndex();
  for (const [collection, kind] of Object.entries(KINDS)) {
    store.collection(collection).scan({ prefix: '' }, ({ object }) => {
      index.applyChange(kind, undefined, object);
      return true;
    });
  }
  store.subscribe((collection, cell) => {
    const kind = KINDS[collection];
    if (kind === undefined) return;
    const old = cell.previous === undefined || cell.previous.deleted ? undefined : cell.previous.object;
    index.applyChange(kind, old, cell.deleted ? undefined : cell.object);
  });
  return index;
}
