import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { createClient, inProcessTransport, Resources, type KubeObject } from '../kube';
import { sleep } from '../kube/sleep';
import type { PolicyRule } from '../kube/types/rbac';
import { ELECTION_RIGHTS, ENGINE_RIGHTS, startSigners } from '../signers';
import { certManagerDefinitions, installCertManager } from './certificate-manager';
import { startLab, type Lab } from './index';

const SIGNERS = readFileSync('deploy/signers.yaml', 'utf8');
const WEBHOOK = readFileSync('deploy/webhook.yaml', 'utf8');
const REQUESTER = `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: requester}
rules: [{apiGroups: [cert-manager.io], resources: [signers], verbs: [reference]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: requester}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: requester}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: kubernetes-admin}]
`;

const ACCOUNT = 'system:serviceaccount:csrlab-signers:csrlab-signers';
const DEPLOYED = {
  name: ACCOUNT,
  groups: ['system:serviceaccounts', 'system:serviceaccounts:csrlab-signers', 'system:authenticated'],
};

/** A plain cluster with cert-manager's resources, on which the manifests are applied and the engine runs as its service account. */
async function withDeployment(body: (lab: Lab) => Promise<void>): Promise<void> {
  const lab = await startLab({ signers: false });
  for (const definition of certManagerDefinitions) await lab.admin.create(Resources.customResourceDefinitions, definition);
  await installCertManager(lab.admin, 'cert-manager');
  await lab.apply(SIGNERS);
  await lab.apply(REQUESTER);
  const engine = startSigners({
    ...{ environment: lab.environment, crypto: lab.crypto, clusterResourceNamespace: 'csrlab-signers' },
    transport: inProcessTransport(lab.handle, { user: DEPLOYED }),
    featureGates: { ExperimentalCertificateSigningRequestControllers: true },
    leaderElection: { namespace: 'csrlab-signers', identity: 'replica' },
  });
  await engine.started();
  try {
    await body(lab);
  } finally {
    await engine.stop();
    await lab.stop();
  }
}

function rulesOf(kind: string): readonly PolicyRule[] {
  const objects = parseAllDocuments(SIGNERS).map((document) => document.toJS() as KubeObject & { rules?: PolicyRule[] });
  return objects.find((object) => object.kind === kind)?.rules ?? [];
}

describe('the manifests for a real cluster', function () {
  this.timeout(20_000);

  it('give the rights that the lab gives its own engine', () => {
    assert.deepEqual(rulesOf('ClusterRole'), ENGINE_RIGHTS);
    assert.deepEqual(rulesOf('Role'), ELECTION_RIGHTS);
  });

  it('let the engine lead and sign, and nothing is refused to it', () =>
    withDeployment(async (lab) => {
      await lab.ca('sandbox/my-issuer');
      const signerName = 'issuers.cert-manager.io/sandbox.my-issuer';
      await lab.admin.create(
        { group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' },
        lab.request('web', { signerName }).object,
      );
      await lab.approve('web');
      const { chain } = await lab.issued('web');
      assert.match(chain, /^-----BEGIN CERTIFICATE-----/);
      await sleep(lab.environment.clock, 50);
      lab.requests.expect({ user: ACCOUNT, verb: 'create', resource: 'leases' }, { times: 1 });
      lab.requests.expect({ user: ACCOUNT, verb: 'create', resource: 'events' });
      assert.deepEqual(
        lab.requests.matching({ user: ACCOUNT, code: 403 }).map(({ verb, resource, name }) => `${verb} ${resource} ${name}`),
        [],
      );
    }));

  it('do not let the engine approve', () =>
    withDeployment(async (lab) => {
      const resource = { group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' };
      const created = await lab.admin.create(
        resource,
        lab.request('web', { signerName: 'issuers.cert-manager.io/sandbox.my-issuer' }).object,
      );
      const engine = createClient(inProcessTransport(lab.handle, { user: DEPLOYED }), { userAgent: 'test' });
      await assert.rejects(
        engine.update(resource, created, { subresource: 'approval' }),
        /cannot update resource "certificatesigningrequests\/approval"/,
      );
    }));

  it('of the webhook can be applied', async () => {
    const lab = await startLab({ signers: false });
    await lab.apply(SIGNERS);
    const applied = await lab.apply(WEBHOOK);
    assert.deepEqual(
      applied.map(({ kind }) => kind),
      ['ServiceAccount', 'Deployment', 'Service'],
    );
    await lab.stop();
  });
});
