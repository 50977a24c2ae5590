import { goQuote } from '../../../../base/go';
import type { KubeObject } from '../../../../kube/meta';
import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, RoleRef } from '../../../../kube/types/rbac';

export type RbacKind = 'Role' | 'ClusterRole' | 'RoleBinding' | 'ClusterRoleBinding';

/** Either the rules of a role, the role that is missing, or another reason why there are none. */
export type RoleRules = { readonly rules: readonly PolicyRule[] } | RoleProblem;

export type RoleProblem =
  { readonly missing: { readonly kind: 'Role' | 'ClusterRole'; readonly name: string } } | { readonly error: string };

const NONE: ReadonlyMap<string, never> = new Map<string, never>();

/** Roles and bindings as the authorizer reads them. Every change gives a new revision, by which what was derived is dropped. */
export class RbacIndex {
  #revision = 0;
  // Kind, then namespace (empty for cluster scope), then name.
  readonly #objects = new Map<RbacKind, Map<string, Map<string, KubeObject>>>();
  readonly #sorted = new Map<string, readonly KubeObject[]>();

  get revision(): number {
    return this.#revision;
  }

  /** `next` is absent for a deletion, `old` for a creation. Objects must be in their stored form, with defaults. */
  applyChange(kind: RbacKind, old: KubeObject | undefined, next: KubeObject | undefined): void {
    const { namespace = '', name = '' } = (next ?? old)?.metadata ?? {};
    const objects = this.#place(kind, namespace);
    if (next === undefined) objects.delete(name);
    else objects.set(name, next);
    this.#sorted.delete(`${kind}/${namespace}`);
    this.#revision += 1;
  }

  clusterRoleBindings(): readonly ClusterRoleBinding[] {
    return this.#list('ClusterRoleBinding', '');
  }

  roleBindings(namespace: string): readonly RoleBinding[] {
    return this.#list('RoleBinding', namespace);
  }

  /** `namespace` is the binding's, empty for a ClusterRoleBinding. */
  rulesOf(ref: RoleRef, namespace: string): RoleRules {
    const { kind = '', name = '' } = ref;
    if (kind !== 'Role' && kind !== 'ClusterRole') return { error: `unsupported role reference kind: ${goQuote(kind)}` };
    const role: Role | ClusterRole | undefined = this.#named(kind, kind === 'Role' ? namespace : '').get(name);
    return role === undefined ? { missing: { kind, name } } : { rules: role.rules ?? [] };
  }

  // Go reads a map here, in no order; by name is one of its orders and always the same.
  #list(kind: RbacKind, namespace: string): readonly KubeObject[] {
    const key = `${kind}/${namespace}`;
    const known = this.#sorted.get(key);
    if (known !== undefined) return known;
    const named = [...this.#named(kind, namespace)].sort(([a], [b]) => (a < b ? -1 : 1));
    const list = named.map(([, object]) => object);
    this.#sorted.set(key, list);
    return list;
  }

  #named(kind: RbacKind, namespace: string): ReadonlyMap<string, KubeObject> {
    return this.#objects.get(kind)?.get(namespace) ?? NONE;
  }

  #place(kind: RbacKind, namespace: string): Map<string, KubeObject> {
    const scopes = this.#objects.get(kind) ?? new Map<string, Map<string, KubeObject>>();
    this.#objects.set(kind, scopes);
    const objects = scopes.get(namespace) ?? new Map<string, KubeObject>();
    scopes.set(namespace, objects);
    return objects;
  }
}
