import assert from 'node:assert/strict';
import { Resources } from '../../../kube';
import type { ClusterRole } from '../../../kube/types/rbac';
import type { ConfigMap, Namespace, Secret } from '../../../kube/types/core';
import { decodePem, parseCertificate } from '../../../pki';
import { ControlledCluster, useCluster } from '../../../fixtures/controlled-cluster';

describe('built-in controllers', () => {
  let cluster: ControlledCluster;
  useCluster((made) => (cluster = made));

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
});

describe('built-in controllers that are stopped at once', () => {
  it('end without a trace', async () => {
    const cluster = new ControlledCluster();
    await cluster.controllers.stop();
    await cluster.pass(3_600_000);
    assert.deepEqual((await cluster.admin.list(Resources.serviceAccounts)).items, []);
  });
});
