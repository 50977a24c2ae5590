import assert from 'node:assert/strict';
import type { ClusterRole, PolicyRule } from '../../../kube/types/rbac';
import { aggregatedRules } from './cluster-role-aggregation';

const rule = (verb: string): PolicyRule => ({ verbs: [verb], apiGroups: [''], resources: ['pods'] });
const role = (name: string, labels: Record<string, string>, ...rules: PolicyRule[]): ClusterRole => ({ metadata: { name, labels }, rules });

describe('aggregated rules', () => {
  const all = [
    role('c', { to: 'x' }, rule('get')),
    role('a', { to: 'x', also: 'y' }, rule('list'), rule('watch')),
    role('b', { to: 'x' }, { ...rule('get'), resourceNames: [] }),
    role('other', {}, rule('delete')),
  ];
  const aggregating = (
    ...clusterRoleSelectors: NonNullable<ClusterRole['aggregationRule']>['clusterRoleSelectors'] & object
  ): ClusterRole => ({
    metadata: { name: 'sum', labels: { to: 'x' } },
    aggregationRule: { clusterRoleSelectors },
    rules: [rule('own')],
  });
  const verbs = (sum: ClusterRole): string[] => aggregatedRules(sum, [...all, sum]).flatMap((each) => each.verbs ?? []);

  it('come by name, each once, never from the role itself', () =>
    assert.deepEqual(verbs(aggregating({ matchLabels: { to: 'x' } })), ['list', 'watch', 'get']));

  it('come selector by selector', () =>
    assert.deepEqual(verbs(aggregating({ matchExpressions: [{ key: 'to', operator: 'DoesNotExist' }] }, { matchLabels: { also: 'y' } })), [
      'delete',
      'list',
      'watch',
    ]));

  it('are none where nothing is selected', () => assert.deepEqual(verbs(aggregating({ matchLabels: { to: 'z' } })), []));
});
