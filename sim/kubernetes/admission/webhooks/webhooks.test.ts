import assert from 'node:assert/strict';
import {
  CONFIG_MAPS,
  configure,
  createMap,
  FAILED,
  fetchFails,
  patches,
  refusal,
  says,
  webhook,
  world,
} from '../../../../fixtures/webhook-world';

describe('admission webhooks', () => {
  it('change what is stored', async () => {
    const { client, asked } = world(patches({ op: 'add', path: '/data/c', value: 'd' }));
    await configure(client, 'Mutating', webhook());
    const created = await createMap(client);
    assert.deepEqual(created.data, { a: 'b', c: 'd' });
    assert.equal(asked[0]?.request.object.metadata?.uid, created.metadata?.uid);
  });

  it('are asked about deletions without an object', async () => {
    const { client, asked } = world(says({ allowed: true }));
    await createMap(client);
    await configure(client, 'Mutating', webhook());
    await client.delete(CONFIG_MAPS, 'web', { namespace: 'default' });
    const { object, oldObject } = asked[0]?.request ?? {};
    assert.deepEqual([object, oldObject?.metadata?.name], [null, 'web']);
  });

  it('that may fail are passed over', async () => {
    const { client } = world(fetchFails);
    await configure(client, 'Validating', webhook({ failurePolicy: 'Ignore' }));
    assert.equal(await refusal(createMap(client)), '');
  });

  it('are asked again when a later one changed the object', async () => {
    const { client, asked } = world((one) =>
      (one.url.includes('second') && one.request.object.data?.c === undefined
        ? patches({ op: 'add', path: '/data/c', value: 'd' })
        : says({ allowed: true }))(one),
    );
    const second = webhook({ name: 'second.csrlab.io', clientConfig: { url: 'https://hook.example/second' } });
    await configure(client, 'Mutating', webhook({ reinvocationPolicy: 'IfNeeded' }), second);
    await createMap(client);
    assert.deepEqual(
      asked.map(({ url, request }) => [new URL(url).pathname, request.object.data?.c]),
      [
        ['/ask', undefined],
        ['/second', undefined],
        ['/ask', 'd'],
      ],
    );
  });

  it('match by object and namespace labels', async () => {
    const { client, asked } = world(says({ allowed: true }));
    const other = { matchLabels: { 'kubernetes.io/metadata.name': 'elsewhere' } };
    await configure(
      client,
      'Validating',
      webhook({ objectSelector: { matchLabels: { a: 'b' } } }),
      webhook({ name: 'b.csrlab.io', namespaceSelector: other }),
    );
    await createMap(client);
    assert.equal(asked.length, 0);
    await createMap(client, { metadata: { name: 'labelled', labels: { a: 'b' } } });
    assert.equal(asked.length, 1);
  });

  const conditions: [title: string, expression: string, policy: string, asked: number, refusal: string][] = [
    ['that holds', "object.data.a == 'b' && request.operation == 'CREATE'", 'Fail', 1, ''],
    ['that does not hold', 'has(object.data.nosuch)', 'Fail', 0, ''],
    ['that cannot be evaluated, which may be ignored', "object.data.nosuch == 'b'", 'Ignore', 0, ''],
    [
      'that cannot be evaluated',
      "object.data.nosuch == 'b'",
      'Fail',
      0,
      `403 Forbidden configmaps "web" is forbidden: expression 'object.data.nosuch == 'b'' resulted in error: no such key: nosuch`,
    ],
  ];
  for (const [title, expression, failurePolicy, calls, refused] of conditions) {
    it(`keep to a condition ${title}`, async () => {
      const { client, asked } = world(says({ allowed: true }));
      await configure(client, 'Validating', webhook({ failurePolicy, matchConditions: [{ name: 'c', expression }] }));
      assert.equal(await refusal(createMap(client)), refused);
      assert.equal(asked.length, calls);
    });
  }

  it('see an object under the version that their rules name', async () => {
    const { client, asked } = world(says({ allowed: true }));
    const rules = [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['events'] }];
    await configure(client, 'Validating', webhook({ rules }), webhook({ name: 'exact.csrlab.io', rules, matchPolicy: 'Exact' }));
    const event = {
      metadata: { name: 'e' },
      eventTime: '2026-01-01T00:00:00.000000Z',
      reportingController: 'x',
      reportingInstance: 'y',
      action: 'a',
      reason: 'r',
      type: 'Normal',
      regarding: { namespace: 'default' },
    };
    await client.create({ group: 'events.k8s.io', version: 'v1', resource: 'events' }, event, { namespace: 'default' });
    assert.deepEqual(
      asked.map(({ request }) => [request.kind, request.requestKind]),
      [
        [
          { group: '', version: 'v1', kind: 'Event' },
          { group: 'events.k8s.io', version: 'v1', kind: 'Event' },
        ],
      ],
    );
  });

  it('reach services by their cluster address, under their own name', async () => {
    const { client, requests } = world(says({ allowed: true }));
    const service = { name: 'kubernetes', namespace: 'default', path: '/v' };
    await configure(client, 'Validating', webhook({ clientConfig: { service, caBundle: btoa('PEM') } }));
    await createMap(client);
    const { url, headers, tls } = requests[0] ?? {};
    assert.deepEqual(
      [url, headers?.host, tls],
      ['https://10.0.0.1/v?timeout=2s', 'kubernetes.default.svc:443', { ca: 'PEM', serverName: 'kubernetes.default.svc' }],
    );
  });

  it('of a service that is not there cannot be asked', async () => {
    const { client } = world(says({ allowed: true }));
    await configure(client, 'Validating', webhook({ clientConfig: { service: { name: 'nosuch', namespace: 'default' } } }));
    assert.equal(
      await refusal(createMap(client)),
      `${FAILED}failed to call webhook: Post "https://nosuch.default.svc:443/?timeout=2s": service "nosuch" not found`,
    );
  });

  it('without side effects are asked about dry runs', async () => {
    const { client } = world(says({ allowed: true }));
    const { sideEffects: _none, ...unknown } = webhook();
    await configure(client, 'Validating', { ...unknown, sideEffects: 'NoneOnDryRun' });
    assert.equal(await refusal(createMap(client, {}, true)), '');
  });
});
