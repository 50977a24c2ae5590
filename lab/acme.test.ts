import assert from 'node:assert/strict';
import type { Handler } from '../base/env/http';
import { manualClock, type ManualClock } from '../base/env/manual-clock';
import { nodeCrypto } from '../base/env/node/crypto';
import { immediateEffects } from '../base/env/node/effects';
import { nodeEnvironment } from '../base/env/node/environment';
import { turn } from '../base/env/node/turn';
import { seededRandom } from '../base/env/seeded-random';
import type { CertificateSigningRequest } from '../kube/types/certificates';
import { decodeCertificates } from '../pki';
import { createAcmeServer, type AcmeServer, type AcmeServerOptions } from '../sim/upstreams/acme';
import { virtualNetwork } from '../sim/upstreams/common';
import { acmeDnsDouble, createZone } from '../sim/upstreams/dns';
import { createEdge, type Edge } from '../sim/upstreams/edge';
import { startLab, type Lab } from '.';

const ISSUERS = { group: 'cert-manager.io', version: 'v1', resource: 'issuers' };
const SECRETS = { group: '', version: 'v1', resource: 'secrets' };
const REQUESTS = { group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' };

interface World {
  readonly lab: Lab;
  readonly acme: AcmeServer;
  readonly clock: ManualClock;
  readonly stop: () => Promise<void>;
}

/** A lab whose engine reaches a simulated ACME authority, which reaches the lab's solvers; nothing sleeps for real. */
async function setUp(
  options: Partial<AcmeServerOptions> = {},
  others: (hostname: string) => Handler | undefined = () => undefined,
): Promise<World> {
  const real = nodeEnvironment();
  const crypto = nodeCrypto();
  const effects = immediateEffects();
  const clock = manualClock({ start: Date.UTC(2030, 0, 1), turn, effects });
  const random = seededRandom('acme in the lab');
  const parts: { edge?: Edge; acme?: AcmeServer } = {};
  const network = virtualNetwork(real.network, ({ hostname }) => {
    if (hostname === 'acme.test') return parts.acme?.handle;
    return hostname.endsWith('.example.com') ? parts.edge?.handle : others(hostname);
  });
  const acme = createAcmeServer({ clock, random, crypto, network, resolver: { txt: async () => [] }, ...options });
  parts.acme = acme;
  const lab = await settled(startLab({ environment: { clock, random, effects, network }, crypto, recordRequests: false }), clock);
  const edge = createEdge({ client: lab.admin, clock, random });
  parts.edge = edge;
  await settled(edge.start(), clock);
  const stop = async (): Promise<void> => {
    edge.stop();
    await settled(lab.stop(), clock);
  };
  return { lab, acme, clock, stop };
}

async function settled<T>(work: Promise<T>, clock: ManualClock): Promise<T> {
  const state = { done: false };
  void work.finally(() => (state.done = true)).catch(() => undefined);
  while (!state.done) await clock.advance(100);
  return work;
}

const HTTP01 = [{ http01: { ingress: {} }, waitInsteadOfSelfCheck: '0s' }];

async function createIssuer({ admin }: Lab, solvers: readonly object[] = HTTP01): Promise<void> {
  const acme = {
    server: 'https://acme.test/dir',
    email: 'a@example.com',
    privateKeySecretRef: { name: 'account-key' },
    solvers,
  };
  const metadata = { name: 'acme', namespace: 'default' };
  const issuer = { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', metadata, spec: { acme } };
  await admin.create(ISSUERS, issuer);
}

async function ask(lab: Lab, name: string, dnsNames = [`${name}.example.com`]): Promise<void> {
  const { object } = lab.request(name, { signerName: 'issuers.cert-manager.io/default.acme', dnsNames });
  await lab.admin.create(REQUESTS, object);
  await lab.approve(name);
}

async function requests({ admin }: Lab): Promise<CertificateSigningRequest[]> {
  return (await admin.list<CertificateSigningRequest>(REQUESTS)).items;
}

/** Moves time until every request has its certificate, or is lost. */
async function allIssued({ lab, clock }: World, count: number): Promise<void> {
  for (let seconds = 0; seconds < 600; seconds++) {
    await clock.advance(1000);
    const issued = (await requests(lab)).filter(({ status }) => (status?.certificate ?? '') !== '');
    if (issued.length === count) return;
  }
  const open = (await requests(lab)).filter(({ status }) => (status?.certificate ?? '') === '');
  assert.deepEqual(
    open.map(({ metadata, status }) => `${metadata?.name ?? ''}: ${JSON.stringify(status?.conditions?.at(-1))}`),
    [],
  );
}

describe('ACME in the lab', function () {
  this.timeout(120_000);

  it('a request is signed through Order, Challenge, Pod, Service and Ingress', async () => {
    const world = await setUp({ nonceReject: 0 });
    await createIssuer(world.lab);
    await ask(world.lab, 'web');
    await allIssued(world, 1);
    const [request] = await requests(world.lab);
    const [leaf] = decodeCertificates(Buffer.from(request?.status?.certificate ?? '', 'base64'), 'bundle');
    assert.deepEqual(leaf?.dnsNames, ['web.example.com']);
    assert.equal(world.acme.state.certificates.size, 1);
    await world.stop();
  });

  it('200 Orders at once end with a certificate though nonces are refused, answers fail and connections break', async () => {
    const world = await setUp({ nonceReject: 5 });
    world.acme.faults.add({ times: 0, probability: 0.02, fault: { answer: { status: 500, body: 'out of order' } } });
    world.acme.faults.add({ times: 0, probability: 0.01, fault: { drop: 'request' } });
    world.acme.faults.add({ times: 0, probability: 0.01, fault: { drop: 'answer' } });
    await createIssuer(world.lab);
    await world.clock.advance(10_000);
    for (let n = 0; n < 200; n++) await ask(world.lab, `web-${n}`);
    await allIssued(world, 200);
    await world.stop();
  });

  it('a wildcard and its apex are proven by two values of one name', async () => {
    const zone = createZone();
    const acmeDns = acmeDnsDouble(zone, { 'alias.auth.test': { username: 'user', password: 'pass', subdomain: 'alias' } });
    const world = await setUp({ nonceReject: 0, resolver: zone }, (hostname) => (hostname === 'acme-dns.test' ? acmeDns : undefined));
    zone.set('_acme-challenge.wild.example.com', 'CNAME', ['alias.auth.test']);
    const account = { username: 'user', password: 'pass', fulldomain: 'alias.auth.test', subdomain: 'alias', allowfrom: [] };
    await world.lab.admin.create(SECRETS, {
      metadata: { name: 'acme-dns', namespace: 'default' },
      stringData: { accounts: JSON.stringify({ 'wild.example.com': account }) },
    });
    const dns01 = { acmeDNS: { host: 'https://acme-dns.test', accountSecretRef: { name: 'acme-dns', key: 'accounts' } } };
    await createIssuer(world.lab, [{ dns01, waitInsteadOfSelfCheck: '0s' }]);
    await ask(world.lab, 'wild', ['wild.example.com', '*.wild.example.com']);
    await allIssued(world, 1);
    await world.stop();
  });
});
