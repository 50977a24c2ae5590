import assert from 'node:assert/strict';
import { manualClock } from '../../../base/env/manual-clock';
import { nodeCrypto } from '../../../base/env/node/crypto';
import { turn } from '../../../base/env/node/turn';
import { seededRandom } from '../../../base/env/seeded-random';
import { createClient, inProcessTransport, Resources } from '../../../kube';
import type { GroupVersionResource, KubeClient, KubeObject, OwnerReference } from '../../../kube';
import type { CertificateSigningRequest } from '../../../kube/types/certificates';
import type { ClusterRole } from '../../../kube/types/rbac';
import type { ConfigMap, Event, Namespace, Secret } from '../../../kube/types/core';
import {
  createCertificateRequest,
  createSelfSignedCertificate,
  decodePem,
  encodePem,
  generateSigningKey,
  parseCertificate,
} from '../../../pki';
import { createApiServer } from '../server';
import { clusterSigner, inProcessClients, startControllers } from './index';

const crypto = nodeCrypto();

/** An API server with its controllers, on a clock that only moves when told. */
class Cluster {
  readonly clock = manualClock({ start: Date.UTC(2030, 0, 1), turn });
  readonly random = seededRandom(1);
  readonly server = createApiServer({ clock: this.clock, random: this.random, crypto });
  readonly admin = this.as('admin', 'system:masters');
  readonly controllers = startControllers({
    clock: this.clock,
    random: this.random,
    client: inProcessClients(this.server.handle),
    rootCa: 'ROOT CA',
    signer: this.signer(),
    makeToken: ({ metadata: account }, { metadata: secret }) => `token of ${account?.name ?? ''} for ${secret?.name ?? ''}`,
  });

  as(name: string, ...groups: string[]): KubeClient {
    const user = { name, groups: [...groups, 'system:authenticated'] };
    return createClient(inProcessTransport(this.server.handle, { user }), { userAgent: 'test' });
  }

  private signer() {
    const tools = { random: this.random.stream('authority'), crypto };
    const key = generateSigningKey({ kind: 'ECDSA', curve: 'P-256' }, tools.random, crypto);
    const validity = { notBefore: 0, notAfter: Date.UTC(2040, 0, 1) / 1000 };
    const certificate = parseCertificate(createSelfSignedCertificate({ subject: { commonName: 'kubernetes' }, ...validity }, key, tools));
    return clusterSigner({ authority: { certificate, key }, clock: this.clock, random: this.random, crypto });
  }

  /** Lets everybody do what they would do in so many milliseconds. */
  pass(milliseconds = 1000): Promise<void> {
    return this.clock.advance(milliseconds);
  }

  async exists(resource: GroupVersionResource, name: string, namespace?: string): Promise<boolean> {
    const found = await this.admin.get(resource, name, namespace === undefined ? {} : { namespace }).catch(() => undefined);
    return found !== undefined;
  }

  async configMap(name: string, owners: readonly OwnerReference[] = [], metadata: object = {}): Promise<ConfigMap> {
    const object = { metadata: { name, namespace: 'default', ownerReferences: [...owners], ...metadata } };
    return this.admin.create<ConfigMap>(Resources.configMaps, object);
  }

  async request(name: string, signerName: string, commonName: string, client = this.admin): Promise<CertificateSigningRequest> {
    const key = generateSigningKey({ kind: 'ECDSA', curve: 'P-256' }, this.random.stream('key'), crypto);
    const der = createCertificateRequest({ subject: { commonName, organization: ['system:nodes'] } }, key, crypto);
    const spec = { request: btoa(encodePem('CERTIFICATE REQUEST', der)), signerName, usages: ['client auth', 'digital signature'] };
    return client.create<CertificateSigningRequest>(Resources.certificateSigningRequests, { metadata: { name }, spec });
  }

  async approve(name: string): Promise<void> {
    const csr = await this.csr(name);
    const status = { conditions: [{ type: 'Approved', status: 'True', reason: 'Test', message: '' }] };
    await this.admin.update(Resources.certificateSigningRequests, { ...csr, status }, { subresource: 'approval' });
  }

  csr(name: string): Promise<CertificateSigningRequest> {
    return this.admin.get<CertificateSigningRequest>(Resources.certificateSigningRequests, name);
  }
}

function owner({ metadata }: KubeObject, more: Partial<OwnerReference> = {}): OwnerReference {
  return { apiVersion: 'v1', kind: 'ConfigMap', name: metadata?.name ?? '', uid: metadata?.uid ?? '', ...more };
}

describe('built-in controllers', () => {
  let cluster: Cluster;

  beforeEach(async () => {
    cluster = new Cluster();
    await cluster.pass();
    await cluster.controllers.synced();
  });

  afterEach(() => cluster.controllers.stop());

  describe('of namespaces', () => {
    it('furnish a new one with a default account and the root CA, and restore both', async () => {
      const { admin } = cluster;
      await admin.create(Resources.namespaces, { metadata: { name: 'team' } });
      await cluster.pass();
      assert.ok(await cluster.exists(Resources.serviceAccounts, 'default', 'team'));
      const published = await admin.get<ConfigMap>(Resources.configMaps, 'kube-root-ca.crt', { namespace: 'team' });
      assert.deepEqual(published.data, { 'ca.crt': 'ROOT CA' });
      assert.match(published.metadata?.annotations?.['kubernetes.io/description'] ?? '', /^Contains a CA bundle/);

      await admin.update(Resources.configMaps, { ...published, data: { other: 'x' } });
      await admin.delete(Resources.serviceAccounts, 'default', { namespace: 'team' });
      await cluster.pass();
      const restored = await admin.get<ConfigMap>(Resources.configMaps, 'kube-root-ca.crt', { namespace: 'team' });
      assert.deepEqual(restored.data, { 'ca.crt': 'ROOT CA' });
      assert.ok(await cluster.exists(Resources.serviceAccounts, 'default', 'team'));
    });

    it('empty one that is deleted after five seconds, and say what holds it', async () => {
      const { admin } = cluster;
      await admin.create(Resources.namespaces, { metadata: { name: 'team' } });
      await admin.create(Resources.secrets, { metadata: { name: 'held', namespace: 'team', finalizers: ['ex.com/hold'] } });
      await admin.create(Resources.secrets, { metadata: { name: 'free', namespace: 'team' } });
      await admin.delete(Resources.namespaces, 'team');
      await cluster.pass(4900);
      assert.ok(await cluster.exists(Resources.secrets, 'free', 'team'));
      await cluster.pass(1000);
      assert.ok(!(await cluster.exists(Resources.secrets, 'free', 'team')));
      const { status } = await admin.get<Namespace>(Resources.namespaces, 'team');
      const remaining = status?.conditions?.map(({ type, status: value, reason, message }) => [type, value, reason, message]).slice(3);
      assert.deepEqual(remaining, [
        ['NamespaceContentRemaining', 'True', 'SomeResourcesRemain', 'Some resources are remaining: secrets. has 1 resource instances'],
        [
          'NamespaceFinalizersRemaining',
          'True',
          'SomeFinalizersRemain',
          'Some content in the namespace has finalizers remaining: ex.com/hold in 1 resource instances',
        ],
      ]);
      const patch = { type: 'merge', body: { metadata: { finalizers: null } } } as const;
      await admin.patch(Resources.secrets, 'held', patch, { namespace: 'team' });
      await cluster.pass(10_000);
      assert.ok(!(await cluster.exists(Resources.namespaces, 'team')));
    });
  });

  describe('of service accounts', () => {
    it('fill a token Secret and delete it with its account', async () => {
      const { admin } = cluster;
      const annotations = { 'kubernetes.io/service-account.name': 'bot' };
      await admin.create(Resources.serviceAccounts, { metadata: { name: 'bot', namespace: 'default' } });
      const token = { type: 'kubernetes.io/service-account-token', metadata: { name: 'bot-token', namespace: 'default', annotations } };
      await admin.create<Secret>(Resources.secrets, token);
      await cluster.pass();
      const { data, metadata } = await admin.get<Secret>(Resources.secrets, 'bot-token', { namespace: 'default' });
      const texts = Object.fromEntries(Object.entries(data ?? {}).map(([key, value]) => [key, atob(value)]));
      assert.deepEqual(texts, { 'ca.crt': 'ROOT CA', namespace: 'default', token: 'token of bot for bot-token' });
      assert.match(metadata?.annotations?.['kubernetes.io/service-account.uid'] ?? '', /^[0-9a-f-]{36}$/);
      await admin.delete(Resources.serviceAccounts, 'bot', { namespace: 'default' });
      await cluster.pass();
      assert.ok(!(await cluster.exists(Resources.secrets, 'bot-token', 'default')));
    });
  });

  describe('of certificate requests', () => {
    it("approve a kubelet's request as soon as its creator may have that, and sign it", async () => {
      await cluster.request('node', 'kubernetes.io/kube-apiserver-client-kubelet', 'system:node:n1', cluster.as('alice', 'system:masters'));
      await cluster.pass();
      const { status } = await cluster.csr('node');
      assert.deepEqual(
        status?.conditions?.map(({ type, reason, message }) => [type, reason, message]),
        [['Approved', 'AutoApproved', 'Auto approving kubelet client certificate after SubjectAccessReview.']],
      );
      const pem = Uint8Array.from(atob(status.certificate ?? ''), (char) => char.charCodeAt(0));
      const { subject, notAfter } = parseCertificate(decodePem(pem)?.block.bytes ?? pem);
      assert.deepEqual([subject.commonName, notAfter], ['system:node:n1', Date.UTC(2030, 11, 31, 23, 55, 1) / 1000]);
    });

    it('fail a request that breaks the rules of its signer, and sign nothing that is not approved', async () => {
      await cluster.request('bad', 'kubernetes.io/kubelet-serving', 'system:node:n1');
      await cluster.request('waiting', 'kubernetes.io/kube-apiserver-client', 'jane');
      await cluster.pass();
      assert.deepEqual((await cluster.csr('bad')).status, {});
      await cluster.approve('bad');
      await cluster.pass();
      const failed = (await cluster.csr('bad')).status?.conditions?.find(({ type }) => type === 'Failed');
      assert.deepEqual([failed?.reason, failed?.message], ['SignerValidationFailure', 'DNS or IP subjectAltName is required']);
      assert.deepEqual((await cluster.csr('waiting')).status, {});
    });

    it('delete what has had its time', async () => {
      await cluster.request('pending', 'example.com/nobody', 'a');
      await cluster.request('issued', 'kubernetes.io/kube-apiserver-client', 'b');
      await cluster.approve('issued');
      const left = async () => Promise.all(['pending', 'issued'].map((name) => cluster.exists(Resources.certificateSigningRequests, name)));
      await cluster.pass(3_600_000);
      assert.deepEqual(await left(), [true, true]);
      await cluster.pass(3_600_000);
      assert.deepEqual(await left(), [true, false]);
    });
  });

  describe('of cluster roles', () => {
    const label = (to: string): Record<string, string> => ({ 'test/to': to });
    const create = (name: string, labels: Record<string, string>, verbs: readonly string[], to?: string) =>
      cluster.admin.create<ClusterRole>(Resources.clusterRoles, {
        metadata: { name, labels },
        rules: verbs.map((verb) => ({ verbs: [verb], apiGroups: [''], resources: ['pods'] })),
        ...(to === undefined ? {} : { aggregationRule: { clusterRoleSelectors: [{ matchLabels: label(to) }] } }),
      });
    const verbs = async (name: string) =>
      ((await cluster.admin.get<ClusterRole>(Resources.clusterRoles, name)).rules ?? []).flatMap((rule) => rule.verbs ?? []);

    it('aggregate, through several levels, what is selected, and take it away again', async () => {
      await create('top', {}, ['overwritten'], 'top');
      await create('middle', label('top'), [], 'middle');
      await create('leaf', label('middle'), ['get']);
      await cluster.pass();
      assert.deepEqual([await verbs('top'), await verbs('middle')], [['get'], ['get']]);
      await cluster.admin.delete(Resources.clusterRoles, 'leaf');
      await cluster.pass();
      assert.deepEqual([await verbs('top'), await verbs('middle')], [[], []]);
    });

    it('keep rules that somebody wrote into one that selects nothing but itself', async () => {
      await create('self', label('self'), ['get'], 'self');
      await cluster.pass();
      assert.deepEqual(await verbs('self'), ['get']);
    });
  });

  describe('of garbage', () => {
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
});

describe('built-in controllers that are stopped at once', () => {
  it('end without a trace', async () => {
    const cluster = new Cluster();
    await cluster.controllers.stop();
    await cluster.pass(3_600_000);
    assert.deepEqual((await cluster.admin.list(Resources.serviceAccounts)).items, []);
  });
});
