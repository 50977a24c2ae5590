import assert from 'node:assert/strict';
import { systemClock } from '../../../base/env/node/clock';
import { nodeCrypto } from '../../../base/env/node/crypto';
import { systemRandom } from '../../../base/env/node/random';
import { asAdmin } from '../../../fixtures/in-process';
import { createApiServer } from '../server';

interface List {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly { readonly metadata: { readonly name: string }; readonly data?: object }[];
}

const MANY = 40;

describe('a list that is asked for again', () => {
  const { handle } = createApiServer({ clock: systemClock, random: systemRandom, crypto: nodeCrypto() });

  const ask = asAdmin(handle);
  const configMaps = (namespace: string): string => `/api/v1/namespaces/${namespace}/configmaps`;
  const list = async (path: string): Promise<List> => JSON.parse(await ask('GET', path)) as List;
  const names = ({ items }: List): string[] => items.map(({ metadata }) => metadata.name);

  before(async () => {
    for (let i = 0; i < MANY; i++) {
      const metadata = { name: `map-${i}`, labels: { half: i % 2 === 0 ? 'even' : 'odd' } };
      await ask('POST', configMaps('default'), { metadata, data: { number: String(i) } });
    }
  });

  it('is the same until something changes', async () => {
    assert.equal(await ask('GET', configMaps('default')), await ask('GET', configMaps('default')));
  });

  it('has what changed', async () => {
    await list(configMaps('default'));
    await ask('PUT', `${configMaps('default')}/map-7`, { metadata: { name: 'map-7' }, data: { number: 'seven' } });
    const { items } = await list(configMaps('default'));
    assert.deepEqual(items.find(({ metadata }) => metadata.name === 'map-7')?.data, { number: 'seven' });
    await ask('DELETE', `${configMaps('default')}/map-7`);
    assert.ok(!names(await list(configMaps('default'))).includes('map-7'));
  });

  it('names the latest revision after a change elsewhere', async () => {
    const { metadata, items } = await list(configMaps('default'));
    const secret = JSON.parse(await ask('POST', '/api/v1/namespaces/default/secrets', { metadata: { name: `s-${MANY}` } })) as List;
    const later = await list(configMaps('default'));
    assert.ok(Number(later.metadata.resourceVersion) > Number(metadata.resourceVersion));
    assert.ok(Number(later.metadata.resourceVersion) >= Number(secret.metadata.resourceVersion));
    assert.deepEqual(later.items, items);
  });

  it('is another one in another namespace or under another selector', async () => {
    const all = names(await list(configMaps('default')));
    const even = names(await list(`${configMaps('default')}?labelSelector=half%3Deven`));
    const odd = names(await list(`${configMaps('default')}?labelSelector=half%3Dodd`));
    const one = names(await list(`${configMaps('default')}?fieldSelector=metadata.name%3Dmap-3`));
    assert.deepEqual([...even, ...odd].sort(), all.filter((name) => name.startsWith('map-')).sort());
    assert.deepEqual(one, ['map-3']);
    assert.ok(!names(await list(configMaps('kube-system'))).includes('map-3'));
    assert.ok(names(await list('/api/v1/configmaps')).length >= all.length);
  });

  it('comes in the version that was asked for where two share their objects', async () => {
    for (let i = 0; i < MANY; i++) {
      const regarding = { involvedObject: { kind: 'Pod', name: 'p', namespace: 'default' } };
      await ask('POST', '/api/v1/namespaces/default/events', { metadata: { name: `e-${i}` }, reason: 'R', type: 'Normal', ...regarding });
    }
    const core = await list('/api/v1/namespaces/default/events');
    const modern = await list('/apis/events.k8s.io/v1/namespaces/default/events');
    assert.ok(core.items.every((item) => 'involvedObject' in item && !('regarding' in item)));
    assert.ok(modern.items.every((item) => 'regarding' in item && !('involvedObject' in item)));
    assert.deepEqual(names(core), names(modern));
  });

  it('shows custom resources as their definition is now', async () => {
    const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    const widgets = '/apis/example.com/v1/namespaces/default/widgets';
    const define = (properties: object): object => ({
      metadata: { name: 'widgets.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { kind: 'Widget', plural: 'widgets' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties } } }],
      },
    });
    await ask('POST', definitions, define({ size: { type: 'integer' } }));
    const type = { apiVersion: 'example.com/v1', kind: 'Widget' };
    for (let i = 0; i < MANY; i++) await ask('POST', widgets, { ...type, metadata: { name: `w-${i}` } });
    const before = await list(widgets);
    assert.ok(before.items.length === MANY && before.items.every((item) => !('color' in item)));
    const stored = JSON.parse(await ask('GET', `${definitions}/widgets.example.com`)) as { readonly metadata: object };
    const coloured = define({ size: { type: 'integer' }, color: { type: 'string', default: 'blue' } });
    await ask('PUT', `${definitions}/widgets.example.com`, { ...coloured, metadata: stored.metadata });
    assert.ok((await list(widgets)).items.every((item) => 'color' in item));
  });

  it('is indented for those who want it so', async () => {
    const plain = await ask('GET', configMaps('default'));
    const indented = await ask('GET', `${configMaps('default')}?pretty=true`);
    assert.ok(indented.startsWith('{\n  "kind": "ConfigMapList"'));
    assert.ok(indented.endsWith('}\n'));
    assert.deepEqual(JSON.parse(indented), JSON.parse(plain));
  });
});
