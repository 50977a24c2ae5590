import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { systemNetwork } from '../base/env/node/network';
import { startLab, type Lab, type LabOptions } from './index';

const SIGNER = 'issuers.cert-manager.io/sandbox.my-issuer';

const REFERENCER = `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: requester }
rules:
  - { apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests], verbs: [create, get] }
  - { apiGroups: [cert-manager.io], resources: [signers], verbs: [reference] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: requester }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: requester }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: dev }]
`;

async function withLab(options: LabOptions, body: (lab: Lab) => Promise<void>): Promise<void> {
  const lab = await startLab(options);
  try {
    await body(lab);
  } finally {
    await lab.stop();
  }
}

async function ready(lab: Lab): Promise<string> {
  await lab.apply(REFERENCER);
  return lab.ca('sandbox/my-issuer');
}

const request = async (lab: Lab, name: string, options: object = {}): Promise<void> => {
  const alice = lab.as('alice', { groups: ['dev'] });
  await alice.create(lab.request(name, { signerName: SIGNER, ...options }).object);
};

for (const clock of ['real', 'manual'] as const) {
  describe(`a lab with a ${clock} clock`, () => {
    it('issues what was approved', () =>
      withLab({ clock }, async (lab) => {
        const root = new X509Certificate(await ready(lab));
        await request(lab, 'web');
        await lab.approve('web');
        const { chain } = await lab.issued('web');
        const certificate = new X509Certificate(chain);
        assert.equal(certificate.subject, 'CN=web.example.com');
        assert.ok(certificate.verify(root.publicKey));
      }));

    it('explains gate by gate why there is no certificate', () =>
      withLab({ clock }, async (lab) => {
        await ready(lab);
        await request(lab, 'waiting');
        await assert.rejects(
          lab.issued('waiting', { timeout: '50ms' }),
          /^Error: waiting is not issued:\ncertificatesigningrequest waiting for .*\n[^]*✗ Has somebody approved it\?[^]*kubectl certificate approve waiting/,
        );
        await lab.deny('waiting', { reason: 'Policy' });
        await assert.rejects(lab.issued('waiting'), /^Error: waiting will never be issued:/);
      }));

    it('begins again after a reset', () =>
      withLab({ clock }, async (lab) => {
        await ready(lab);
        await request(lab, 'web');
        await lab.reset();
        await assert.rejects(lab.admin.get({ group: '', version: 'v1', resource: 'namespaces' }, 'sandbox'), { reason: 'NotFound' });
        assert.deepEqual(lab.requests.matching({ verb: 'create' }), []);
        await ready(lab);
        await request(lab, 'web');
        await lab.approve('web');
        assert.match((await lab.issued('web')).chain, /BEGIN CERTIFICATE/);
      }));
  });
}

describe('the clock of a lab', () => {
  it('stands still until it is advanced, and wakes what falls due', () =>
    withLab({ clock: 'manual' }, async (lab) => {
      await ready(lab);
      const before = lab.clock.now();
      await request(lab, 'forgotten');
      await lab.clock.advance('23h');
      assert.equal(lab.clock.now() - before, 23 * 3_600_000);
      const requests = { group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' };
      assert.equal((await lab.admin.get(requests, 'forgotten')).metadata?.name, 'forgotten');
      // Nobody answers it for a day: the cleaner takes it away at its next round.
      await lab.clock.advance('2h');
      await assert.rejects(lab.admin.get(requests, 'forgotten'), { reason: 'NotFound' });
    }));

  it('refuses to be moved when it is the real one', () =>
    withLab({ signers: false }, async (lab) => {
      assert.throws(() => lab.clock.advance('1s'), /start it with \{ clock: 'manual' \}/);
    }));
});

describe('faults', () => {
  it('strike once the next request that matches, and the engine recovers', () =>
    withLab({ clock: 'manual' }, async (lab) => {
      await ready(lab);
      await request(lab, 'web');
      lab.faults.next({ verb: 'update', resource: 'certificatesigningrequests/status' }).conflict();
      await lab.approve('web');
      await lab.clock.advance('10s');
      await lab.issued('web');
      assert.deepEqual(lab.faults.unmet, []);
    }));

  const kinds = ['conflict', 'dropConnection', 'gone', 'closeWatch'] as const;
  for (const kind of kinds) {
    it(`of kind ${kind} reach the user they are meant for`, () =>
      withLab({ signers: false }, async (lab) => {
        await lab.apply(REFERENCER);
        lab.faults.next({ user: 'alice', verb: 'get' })[kind]();
        const read = (user: string): Promise<unknown> =>
          lab.as(user, { groups: ['dev'] }).get('certificates.k8s.io/v1', 'CertificateSigningRequest', 'x');
        await assert.rejects(read('bob'), { reason: 'NotFound' });
        await assert.rejects(read('alice'));
        assert.deepEqual(lab.faults.unmet, []);
      }));
  }

  it('let as many requests pass first as they are told to', () =>
    withLab({ signers: false }, async (lab) => {
      lab.faults.next({ user: 'alice', verb: 'get', after: 1 }).status(503);
      const read = (): Promise<unknown> => lab.as('alice').get('v1', 'Namespace', 'default');
      await assert.rejects(read(), { reason: 'Forbidden' });
      await assert.rejects(read(), { reason: 'ServiceUnavailable' });
      await assert.rejects(read(), { reason: 'Forbidden' });
    }));

  it('that refuse a request keep it from being carried out', () =>
    withLab({ signers: false }, async (lab) => {
      const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team-a' } };
      const root = lab.as('root', { groups: ['system:masters'] });
      lab.faults.next({ user: 'root', verb: 'create' }).gone();
      await assert.rejects(root.create(namespace), { reason: 'Expired' });
      await root.create(namespace);
    }));

  it('that nobody met are told', () =>
    withLab({ signers: false }, async (lab) => {
      lab.faults.next({ verb: 'delete' }).status(503);
      assert.deepEqual(lab.faults.unmet, ['status 503 for {"verb":"delete"}']);
    }));
});

describe('the request log', () => {
  it('finds requests and names the nearest when it finds none', () =>
    withLab({}, async (lab) => {
      await ready(lab);
      await request(lab, 'web');
      const [created] = lab.requests.expect({ verb: 'create', resource: 'certificatesigningrequests', user: 'alice' }, { times: 1 });
      assert.equal(created?.code, 201);
      assert.throws(
        () => lab.requests.expect({ verb: 'create', resource: 'certificatesigningrequests', user: 'bob', name: 'web' }),
        /nothing matched .*; nearest was create certificatesigningrequests web by alice \(201\), which differs in user/,
      );
    }));
});

describe('a lab over HTTPS', () => {
  it('is trusted by clients whose clock is another one', () =>
    withLab({ clock: 'manual', https: {}, signers: false }, async (lab) => {
      const answer = await systemNetwork().fetch({ method: 'GET', url: `${lab.server}/readyz`, tls: { ca: lab.caCertificate } });
      assert.equal(answer.status, 200);
    }));
});

describe('an engine in several replicas', () => {
  it('has one that leads, until the engine is stopped', () =>
    withLab({ replicas: 3 }, async (lab) => {
      const leads = (): readonly boolean[] | undefined => lab.engine?.replicas.map((replica) => replica.leads);
      assert.equal(leads()?.length, 3);
      assert.equal(leads()?.filter(Boolean).length, 1);
      await lab.engine?.stop();
      assert.deepEqual(leads(), []);
    }));

  it('is refused in a number that is none', async () => {
    await assert.rejects(startLab({ replicas: 0 }), /replicas is 0: it takes a whole number from 1 on/);
  });
});
