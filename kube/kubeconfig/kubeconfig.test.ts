import assert from 'node:assert/strict';
import type { FetchRequest, Network } from '../../base/env/ports';
import { systemClock } from '../../base/env/node/clock';
import { createClient } from '../create-client';
import { Resources } from '../resources';
import { connect, inClusterConfig, parseKubeConfig, resolveFiles, writeKubeConfig } from './index';
import type { KubeConfig } from './index';

const CONFIG: KubeConfig = {
  currentContext: 'admin@lab',
  clusters: [{ name: 'lab', server: 'https://127.0.0.1:6443', certificateAuthorityData: '-----BEGIN CERTIFICATE-----\n' }],
  users: [
    { name: 'admin', token: '0123' },
    { name: 'cert', clientCertificateData: 'CERT', clientKey: 'admin.key' },
    { name: 'filed', tokenFile: '/run/token' },
    { name: 'as', token: 't', impersonate: { user: 'jane', groups: ['a', 'b'] } },
  ],
  contexts: [
    { name: 'admin@lab', cluster: 'lab', user: 'admin', namespace: 'team' },
    { name: 'cert', cluster: 'lab', user: 'cert' },
    { name: 'filed', cluster: 'lab', user: 'filed' },
    { name: 'as', cluster: 'lab', user: 'as' },
    { name: 'broken', cluster: 'lab', user: 'nobody' },
  ],
};

async function requestOf(context?: string): Promise<FetchRequest> {
  const seen: FetchRequest[] = [];
  const network: Network = {
    fetch(request) {
      seen.push(request);
      return Promise.resolve({ status: 200, headers: {}, body: new TextEncoder().encode('{}') });
    },
    listen: () => Promise.reject(new Error('not here')),
    resolve: () => Promise.resolve([]),
  };
  const files = { readText: (path: string) => `content of ${path}\n` };
  const { transport } = connect(CONFIG, { network, clock: systemClock, files, ...(context === undefined ? {} : { context }) });
  await createClient(transport, { userAgent: 'u' }).get(Resources.namespaces, 'x');
  const [request] = seen;
  assert.ok(request);
  return request;
}

describe('kubeconfig', () => {
  it('reads what it wrote', () => assert.deepEqual(parseKubeConfig(writeKubeConfig(CONFIG)), CONFIG));

  const faults: readonly [string, string, string][] = [
    ['no YAML', 'a: [', 'k.yaml: is no YAML'],
    ['another document', '- 1', 'k.yaml: holds no kubeconfig (a map with clusters, users and contexts was expected)'],
    ['another kind', 'kind: Secret', 'k.yaml: kind is "Secret", a kubeconfig has kind Config'],
    ['an entry without a name', 'users: [{user: {}}]', 'k.yaml: users[0] has no name'],
    ['a server that is no URL', 'clusters: [{name: c, cluster: {server: "127.0.0.1"}}]', 'k.yaml: clusters["c"]: server is "127.0.0.1"'],
    ['bad base64', 'users: [{name: u, user: {client-key-data: "%%"}}]', 'k.yaml: users["u"]: client-key-data is no base64'],
    ['a credential plugin', 'users: [{name: u, user: {exec: {command: x}}}]', 'k.yaml: users["u"]: credential plugins'],
  ];
  for (const [title, text, message] of faults) {
    it(`refuses ${title} and says where`, () =>
      assert.throws(
        () => parseKubeConfig(text, 'k.yaml'),
        (error: Error) => error.message.startsWith(message),
      ));
  }

  it('connects with the token of the current context', async () => {
    const request = await requestOf();
    assert.equal(request.url, 'https://127.0.0.1:6443/api/v1/namespaces/x');
    assert.equal(request.headers?.authorization, 'Bearer 0123');
    assert.deepEqual(request.tls, { ca: '-----BEGIN CERTIFICATE-----\n' });
  });

  it('connects with a client certificate, reading what is in files', async () => {
    const request = await requestOf('cert');
    assert.equal(request.headers?.authorization, undefined);
    assert.deepEqual(request.tls, { ca: '-----BEGIN CERTIFICATE-----\n', cert: 'CERT', key: 'content of admin.key\n' });
  });

  it('reads a token file and impersonates', async () => {
    assert.equal((await requestOf('filed')).headers?.authorization, 'Bearer content of /run/token');
    const { headers } = await requestOf('as');
    assert.deepEqual([headers?.['impersonate-user'], headers?.['impersonate-group']], ['jane', ['a', 'b']]);
  });

  it('names the contexts there are when the one asked for is missing, and what a context misses', async () => {
    await assert.rejects(requestOf('nope'), { message: 'context "nope" does not exist (it has: admin@lab, cert, filed, as, broken)' });
    await assert.rejects(requestOf('broken'), { message: 'user "nobody", named by context "broken", does not exist' });
  });

  it('finds files beside the kubeconfig', () => {
    const { users } = resolveFiles(CONFIG, '/home/me/.kube/');
    assert.deepEqual([users[1]?.clientKey, users[2]?.tokenFile], ['/home/me/.kube/admin.key', '/run/token']);
  });

  it('takes the environment of a pod for a kubeconfig', () => {
    assert.equal(inClusterConfig({}), undefined);
    const config = inClusterConfig({ KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' });
    assert.equal(config?.clusters[0]?.server, 'https://[fd00::1]:443');
  });
});
