import assert from 'node:assert/strict';
import { nodeCrypto } from '../base/env/node/crypto';
import { nodeEnvironment } from '../base/env/node/environment';
import type { Network } from '../base/env/ports';
import { decodeCertificates } from '../pki';
import { createAcmeServer, type AcmeServer } from '../sim/upstreams/acme';
import { virtualNetwork } from '../sim/upstreams/common';
import { createEdge } from '../sim/upstreams/edge';
import { startLab, type Lab } from '.';

const ISSUERS = { group: 'cert-manager.io', version: 'v1', resource: 'issuers' };

interface World {
  readonly lab: Lab;
  readonly acme: AcmeServer;
  readonly stop: () => Promise<void>;
}

/** A lab whose engine reaches a simulated ACME authority, which reaches the lab's solvers. */
async function setUp(server: Parameters<typeof createAcmeServer>[0] | object = {}): Promise<World> {
  const real = nodeEnvironment();
  const crypto = nodeCrypto();
  const parts: { edge?: ReturnType<typeof createEdge>; acme?: AcmeServer } = {};
  const network: Network = virtualNetwork(real.network, ({ hostname }) => {
    if (hostname === 'acme.test') return parts.acme?.handle;
    return hostname.endsWith('.example.com') ? parts.edge?.handle : undefined;
  });
  const acme = createAcmeServer({ ...real, crypto, network, resolver: { txt: async () => [] }, ...server });
  parts.acme = acme;
  const lab = await startLab({ environment: { ...real, network }, crypto });
  const edge = createEdge({ client: lab.admin, clock: real.clock, random: real.random });
  parts.edge = edge;
  await edge.start();
  return {
    lab,
    acme,
    async stop() {
      edge.stop();
      await lab.stop();
    },
  };
}

async function createIssuer(lab: Lab): Promise<void> {
  await lab.admin.create(ISSUERS, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Issuer',
    metadata: { name: 'acme', namespace: 'default' },
    spec: {
      acme: {
        server: 'https://acme.test/dir',
        email: 'a@example.com',
        privateKeySecretRef: { name: 'account-key' },
        solvers: [{ http01: { ingress: {} }, waitInsteadOfSelfCheck: '0s' }],
      },
    },
  });
}

async function ask(lab: Lab, name: string): Promise<void> {
  const { object } = lab.request(name, { signerName: 'issuers.cert-manager.io/default.acme', dnsNames: [`${name}.example.com`] });
  await lab.admin.create({ group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' }, object);
  await lab.approve(name);
}

describe('ACME in the lab', function () {
  this.timeout(60_000);

  it('a request is signed through Order, Challenge, Pod, Service and Ingress', async () => {
    const { lab, acme, stop } = await setUp({ nonceReject: 0 });
    await createIssuer(lab);
    await ask(lab, 'web');
    const { chain } = await lab.issued('web', { timeout: '20s' });
    const [leaf] = decodeCertificates(new TextEncoder().encode(chain), 'bundle');
    assert.deepEqual(leaf?.dnsNames, ['web.example.com']);
    assert.equal(acme.state.certificates.size, 1);
    await stop();
  });
});
