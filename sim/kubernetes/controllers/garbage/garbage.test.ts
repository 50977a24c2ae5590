import assert from 'node:assert/strict';
import { Resources } from '../../../../kube';
import type { KubeObject, OwnerReference } from '../../../../kube';
import type { Event } from '../../../../kube/types/core';
import { useCluster, type ControlledCluster } from '../../../../fixtures/controlled-cluster';

function owner({ metadata }: KubeObject, more: Partial<OwnerReference> = {}): OwnerReference {
  return { apiVersion: 'v1', kind: 'ConfigMap', name: metadata?.name ?? '', uid: metadata?.uid ?? '', ...more };
}

describe('built-in controllers of garbage', () => {
  let cluster: ControlledCluster;
  useCluster((made) => (cluster = made));

  const gone = (name: string) => cluster.exists(Resources.configMaps, name, 'default').then((found) => !found);
  const remove = (name: string, propagationPolicy: string) =>
    cluster.admin.delete(Resources.configMaps, name, { namespace: 'default', body: { propagationPolicy } });

  it('delete dependents in the background, all the way down, but none that has another owner', async () => {
    const [first, second] = [await cluster.configMap('first'), await cluster.configMap('second')];
    const child = await cluster.configMap('child', [owner(first)]);
    await cluster.configMap('grandchild', [owner(child)]);
    await cluster.configMap('shared', [owner(first), owner(second)]);
    await cluster.pass();
    await remove('first', 'Background');
    await cluster.pass();
    assert.deepEqual([await gone('child'), await gone('grandchild'), await gone('shared')], [true, true, false]);
    const { metadata } = await cluster.admin.get(Resources.configMaps, 'shared', { namespace: 'default' });
    assert.deepEqual(metadata?.ownerReferences, [owner(second)]);
  });

  it('let the owner wait for dependents that block it in the foreground', async () => {
    const top = await cluster.configMap('top');
    await cluster.configMap('blocking', [owner(top, { blockOwnerDeletion: true })], { finalizers: ['ex.com/hold'] });
    await cluster.configMap('free', [owner(top)]);
    await cluster.pass();
    await remove('top', 'Foreground');
    await cluster.pass();
    assert.deepEqual([await gone('top'), await gone('blocking'), await gone('free')], [false, false, true]);
    const patch = { type: 'merge', body: { metadata: { finalizers: null } } } as const;
    await cluster.admin.patch(Resources.configMaps, 'blocking', patch, { namespace: 'default' });
    await cluster.pass();
    assert.deepEqual([await gone('top'), await gone('blocking')], [true, true]);
  });

  it('orphan', async () => {
    await cluster.configMap('child', [owner(await cluster.configMap('top'))]);
    await cluster.pass();
    await remove('top', 'Orphan');
    await cluster.pass();
    assert.deepEqual([await gone('top'), await gone('child')], [true, false]);
    const { metadata } = await cluster.admin.get(Resources.configMaps, 'child', { namespace: 'default' });
    assert.equal(metadata?.ownerReferences, undefined);
  });

  it('delete an object whose owner never was, or has another uid', async () => {
    await cluster.configMap('real');
    await cluster.configMap('imagined', [
      { apiVersion: 'v1', kind: 'ConfigMap', name: 'nobody', uid: '00000000-0000-4000-8000-000000000000' },
    ]);
    await cluster.configMap('mistaken', [
      { apiVersion: 'v1', kind: 'ConfigMap', name: 'real', uid: '00000000-0000-4000-8000-000000000001' },
    ]);
    await cluster.pass(3000);
    assert.deepEqual([await gone('imagined'), await gone('mistaken')], [true, true]);
  });

  it('delete what names an owner in another namespace, with an event that says so', async () => {
    await cluster.admin.create(Resources.namespaces, { metadata: { name: 'team' } });
    const top = await cluster.configMap('top');
    await cluster.pass();
    await cluster.admin.create(Resources.secrets, { metadata: { name: 'stray', namespace: 'team', ownerReferences: [owner(top)] } });
    await cluster.pass(3000);
    assert.ok(!(await cluster.exists(Resources.secrets, 'stray', 'team')));
    const { items } = await cluster.admin.list<Event>(Resources.events, { namespace: 'team' });
    const uid = top.metadata?.uid ?? '';
    assert.deepEqual(
      items.map(({ reason, message, type }) => [type, reason, message]),
      [
        [
          'Warning',
          'OwnerRefInvalidNamespace',
          `ownerRef [v1/ConfigMap, namespace: team, name: top, uid: ${uid}] does not exist in namespace "team"`,
        ],
      ],
    );
  });
});
