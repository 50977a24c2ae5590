import type { KubeObject } from '../../../kube/meta';
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
  // What the index holds, to be taken out of it when the store's contents are replaced.
  const held = new Map<string, { readonly kind: RbacKind; readonly object: KubeObject }>();
  const apply = (collection: string, key: string, object: KubeObject | undefined): void => {
    const kind = KINDS[collection];
    if (kind === undefined) return;
    const place = `${collection}/${key}`;
    index.applyChange(kind, held.get(place)?.object, object);
    if (object === undefined) held.delete(place);
    else held.set(place, { kind, object });
  };
  const fill = (): void => {
    for (const collection of Object.keys(KINDS)) {
      store.collection(collection).scan({ prefix: '' }, ({ key, object }) => {
        apply(collection, key, object);
        return true;
      });
    }
  };
  fill();
  store.subscribe((collection, { key, object, deleted }) => apply(collection, key, deleted ? undefined : object));
  store.onReset(() => {
    for (const { kind, object } of held.values()) index.applyChange(kind, object, undefined);
    held.clear();
    fill();
  });
  return index;
}
