import assert from 'node:assert/strict';
import type { HttpResponse } from '../../../../base/env/http';
import { immediateEffects } from '../../../../base/env/node/effects';
import { nodeCrypto } from '../../../../base/env/node/crypto';
import { NetworkError } from '../../../../base/env/network-error';
import type { FetchRequest, Network } from '../../../../base/env/ports';
import { manualClock } from '../../../../base/env/manual-clock';
import { seededRandom } from '../../../../base/env/seeded-random';
import { ApiError, createClient, inProcessTransport, type KubeClient, type KubeObject } from '../../../../kube';
import type { AdmissionResponse, Webhook } from '../../../../kube/types/admission';
import { createApiServer } from '../../server';
import { clusterAddress } from './services';

interface Asked {
  readonly url: string;
  readonly request: {
    readonly uid: string;
    readonly operation: string;
    readonly object: KubeObject & { data?: Record<string, string> };
    readonly oldObject: KubeObject | null;
    readonly kind: object;
    readonly requestKind: object;
    readonly dryRun: boolean;
  };
}

type Answer = (asked: Asked) => Partial<HttpResponse> & { readonly text?: string };

const admin = { name: 'admin', groups: ['system:masters', 'system:authenticated'] };
const GROUP = { group: 'admissionregistration.k8s.io', version: 'v1' };
const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps' };
const NAME = 'probe.csrlab.io';

function world(answer: Answer): { readonly client: KubeClient; readonly asked: Asked[]; readonly requests: FetchRequest[] } {
  const asked: Asked[] = [];
  const requests: FetchRequest[] = [];
  const network: Network = {
    listen: () => Promise.reject(new Error('not here')),
    resolve: () => Promise.resolve([]),
    fetch: async (request) => {
      const review = JSON.parse(new TextDecoder().decode(request.body)) as Asked;
      requests.push(request);
      asked.push({ url: request.url, request: review.request });
      const { text = '', ...response } = answer({ url: request.url, request: review.request });
      return { status: 200, headers: { 'content-type': 'application/json' }, body: new TextEncoder().encode(text), ...response };
    },
  };
  const clock = manualClock({ start: Date.UTC(2026, 0, 1), turn: () => Promise.resolve() });
  const webhooks = { network, effects: immediateEffects(), services: clusterAddress };
  const server = createApiServer({ clock, random: seededRandom(1), crypto: nodeCrypto(), webhooks });
  return { client: createClient(inProcessTransport(server.handle, { user: admin }), { userAgent: 'test' }), asked, requests };
}

const review = (uid: string, response: Partial<AdmissionResponse>): string =>
  JSON.stringify({ kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1', response: { uid, ...response } });
const says =
  (response: Partial<AdmissionResponse>): Answer =>
  ({ request }) => ({ text: review(request.uid, response) });
const patches = (...operations: object[]): Answer =>
  says({ allowed: true, patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(operations)).toString('base64') });

const webhook = (more: Partial<Webhook> = {}): Webhook => ({
  name: NAME,
  clientConfig: { url: 'https://hook.example/ask' },
  rules: [{ operations: ['*'], apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'] }],
  admissionReviewVersions: ['v1'],
  sideEffects: 'None',
  timeoutSeconds: 2,
  ...more,
});

async function configure(client: KubeClient, kind: 'Mutating' | 'Validating', ...webhooks: Webhook[]): Promise<void> {
  const resource = `${kind.toLowerCase()}webhookconfigurations`;
  await client.create({ ...GROUP, resource }, { metadata: { name: kind.toLowerCase() }, webhooks } as KubeObject);
}

const createMap = (client: KubeClient, more: object = {}, dryRun = false): Promise<KubeObject & { data?: Record<string, string> }> =>
  client.create(CONFIG_MAPS, { metadata: { name: 'web' }, data: { a: 'b' }, ...more } as KubeObject, {
    namespace: 'default',
    ...(dryRun ? { dryRun: true } : {}),
  });

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error === undefined) return '';
  assert.ok(error instanceof ApiError);
  return `${error.code} ${error.reason} ${error.message}`;
}

const FAILED = `500 InternalError Internal error occurred: failed calling webhook "${NAME}": `;
const YAML_TEXT = String.raw`couldn't get version/kind; json parse error: json: cannot unmarshal string into Go value of type struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;
const fetchFails: Answer = () => {
  throw new NetworkError('refused', 'dial tcp 127.0.0.1:1: connect: connection refused');
};

// Answers of a webhook, and what kube-apiserver 1.36.3 made of them.
const VALIDATING: readonly [string, Answer, string][] = [
  ['allows', says({ allowed: true }), ''],
  ['denies silently', says({ allowed: false }), `400  admission webhook "${NAME}" denied the request without explanation`],
  [
    'denies with a status of its own',
    says({ allowed: false, status: { message: 'no way', code: 418, reason: 'Teapot' } }),
    `418 Teapot admission webhook "${NAME}" denied the request: no way`,
  ],
  [
    'denies with a reason and the code of a success',
    says({ allowed: false, status: { reason: 'Odd', code: 200 } }),
    `400 Odd admission webhook "${NAME}" denied the request: Odd`,
  ],
  ['answers HTML', () => ({ text: '<html>' }), `${FAILED}failed to call webhook: ${YAML_TEXT}`],
  [
    'answers nothing',
    () => ({}),
    `${FAILED}failed to call webhook: 0-length response with status code: 200 and content type: application/json`,
  ],
  ['answers no review', () => ({ text: '{}' }), `${FAILED}received invalid webhook response: webhook response was absent`],
  [
    'answers a Pod',
    () => ({ text: '{"apiVersion":"v1","kind":"Pod"}' }),
    `${FAILED}failed to call webhook: no kind "Pod" is registered for version "v1" in scheme "pkg/runtime/scheme.go:111"`,
  ],
  [
    'does not name the kind',
    ({ request }) => ({ text: JSON.stringify({ response: { uid: request.uid, allowed: true } }) }),
    `${FAILED}received invalid webhook response: expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got /, Kind=`,
  ],
  [
    'answers in an older version',
    () => ({ text: '{"apiVersion":"admission.k8s.io/v1beta1","kind":"AdmissionReview"}' }),
    `${FAILED}failed to call webhook: converting (v1beta1.AdmissionReview) to (v1.AdmissionReview): unknown conversion`,
  ],
  ['is not found', () => ({ status: 404 }), `${FAILED}failed to call webhook: the server could not find the requested resource`],
  [
    'breaks',
    () => ({ status: 500, text: 'boom', headers: { 'content-type': 'text/plain' } }),
    `${FAILED}failed to call webhook: an error on the server ("boom") has prevented the request from succeeding`,
  ],
  [
    'is not there',
    fetchFails,
    `${FAILED}failed to call webhook: Post "https://hook.example/ask?timeout=2s": dial tcp 127.0.0.1:1: connect: connection refused`,
  ],
  [
    'patches',
    patches({ op: 'remove', path: '/data' }),
    `${FAILED}received invalid webhook response: validating webhook may not return response.patch`,
  ],
];

const MUTATING: readonly [string, Answer, string][] = [
  ['adds a key', patches({ op: 'add', path: '/data/c', value: 'd' }), ''],
  [
    'tests in vain',
    patches({ op: 'test', path: '/data/c', value: 'd' }),
    '500 InternalError Internal error occurred: testing value /data/c failed: test failed',
  ],
  ['patches unheard of', patches({ op: 'nope', path: '/a' }), '500 InternalError Internal error occurred: Unexpected kind: nope'],
  [
    'removes what is not there',
    patches({ op: 'remove', path: '/data/c' }),
    "500 InternalError Internal error occurred: error in remove for path: '/data/c': Unable to remove nonexistent key: c: missing value",
  ],
  [
    'makes it no ConfigMap',
    patches({ op: 'add', path: '/data', value: 5 }),
    '500 InternalError Internal error occurred: json: cannot unmarshal number into Go struct field ConfigMap.data of type map[string]string',
  ],
  [
    'sends no JSON patch',
    says({ allowed: true, patchType: 'JSONPatch', patch: btoa('nope') }),
    `${FAILED}received undecodable patch in webhook response: invalid character 'o' in literal null (expecting 'u')`,
  ],
  [
    'names no type of patch',
    says({ allowed: true, patch: 'W10=' }),
    `${FAILED}received invalid webhook response: webhook returned response.patch but not response.patchType`,
  ],
];

describe('admission webhooks', () => {
  for (const [title, answer, expected] of VALIDATING) {
    it(`that validate: one ${title}`, async () => {
      const { client } = world(answer);
      await configure(client, 'Validating', webhook());
      assert.equal(await refusal(createMap(client)), expected);
    });
  }

  for (const [title, answer, expected] of MUTATING) {
    it(`that mutate: one ${title}`, async () => {
      const { client } = world(answer);
      await configure(client, 'Mutating', webhook());
      assert.equal(await refusal(createMap(client)), expected);
    });
  }

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
