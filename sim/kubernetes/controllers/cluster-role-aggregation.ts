import { goJson } from '../../../base/go';
import { matchesSelector } from '../../../kube/label-selector';
import { defaultControllerLimiter } from '../../../kube/rate-limiter';
import { Resources } from '../../../kube/resources';
import type { ClusterRole, PolicyRule } from '../../../kube/types/rbac';
import { startLoop } from './controller';
import type { Controller, ControllerContext } from './controller';

const MANAGER = 'clusterrole-aggregation-controller';

/** `clusterrole-aggregation`: keeps the rules of aggregated ClusterRoles what their selectors select. */
export function startClusterRoleAggregation(context: ControllerContext): Controller {
  const client = context.client(MANAGER);
  const roles = context.informers.informer<ClusterRole>(Resources.clusterRoles);
  const loop = startLoop(context, {
    name: 'clusterrole-aggregation',
    limiter: defaultControllerLimiter(context.clock),
    sync: async (name) => {
      const role = roles.store.get(name);
      if (role?.aggregationRule === undefined) return;
      const rules = aggregatedRules(role, roles.store.list());
      if (sameRules(rules, role.rules ?? [])) return;
      // Without rules the field is left out: rules that somebody else wrote stay then.
      const applied = rules.length === 0 ? {} : { rules };
      const body = { kind: 'ClusterRole', apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name }, ...applied };
      await client.patch(Resources.clusterRoles, name, { type: 'apply', body, force: true }, { fieldManager: MANAGER });
    },
  });
  // Any role may be selected by any other.
  const enqueue = (): void => {
    if (!roles.hasSynced) return;
    for (const { metadata, aggregationRule } of roles.store.list()) if (aggregationRule !== undefined) loop.queue.add(metadata?.name ?? '');
  };
  roles.addHandlers({ add: enqueue, update: enqueue, delete: enqueue });
  void roles.synced().then(enqueue);
  return loop;
}

/** Rules of the selected roles: selector by selector, in each by the role's name, without repetitions. */
export function aggregatedRules(role: ClusterRole, all: readonly ClusterRole[]): readonly PolicyRule[] {
  const others = all.filter(({ metadata }) => metadata?.name !== role.metadata?.name).sort(byName);
  const selected = (role.aggregationRule?.clusterRoleSelectors ?? []).flatMap((selector) =>
    others.filter(({ metadata }) => matchesSelector(selector, metadata?.labels ?? {})).flatMap(({ rules }) => rules ?? []),
  );
  const seen = new Set<string>();
  return selected.filter((rule) => {
    const text = ruleText(rule);
    return !seen.has(text) && seen.add(text);
  });
}

function byName(a: ClusterRole, b: ClusterRole): number {
  return (a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1;
}

function sameRules(a: readonly PolicyRule[], b: readonly PolicyRule[]): boolean {
  return a.length === b.length && a.every((rule, index) => ruleText(rule) === ruleText(b[index] ?? {}));
}

/** Equal for rules that Go holds to be equal: an empty list is as good as none. */
function ruleText(rule: PolicyRule): string {
  return goJson(Object.fromEntries(Object.entries(rule).filter(([, value]) => !Array.isArray(value) || value.length > 0)));
}
