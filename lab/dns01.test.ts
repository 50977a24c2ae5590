import assert from 'node:assert/strict';
import { TYPE } from '../base/dns/codes';
import { askServer } from '../base/dns/query';
import { nodeEnvironment } from '../base/env/node/environment';
import type { KubeObject } from '../kube';
import { decodeCertificates } from '../pki';
import { issuerManifest } from './upstreams/issuer-manifest';
import { startLab, type Lab } from '.';

const CHALLENGES = { group: 'acme.cert-manager.io', version: 'v1', resource: 'challenges' };
const REQUESTS = { group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' };
const EVENTS = { group: '', version: 'v1', resource: 'events' };
const ISSUERS = { group: 'cert-manager.io', version: 'v1', resource: 'clusterissuers' };
const RECORD = '_acme-challenge.web.example.com';

interface Issuer extends KubeObject {
  spec?: { acme: { solvers: readonly Record<string, unknown>[] } };
}

const noRoot = (): never => {
  throw new Error('only a CA issuer has a root');
};

/** A lab whose ready-made issuer checks for itself that its records can be seen, as cert-manager does by default. */
async function setUp(change: (rfc2136: Record<string, unknown>) => Record<string, unknown> = (same) => same): Promise<Lab> {
  const lab = await startLab({ clock: 'manual', seed: 'dns-01' });
  const objects = issuerManifest('acme-dns01', { name: 'by-dns', secretNamespace: 'cert-manager' }, noRoot);
  await lab.apply(objects);
  const issuer = await lab.admin.get<Issuer>(ISSUERS, 'by-dns');
  const [{ dns01 }] = (issuer.spec?.acme.solvers ?? []) as [{ dns01: { rfc2136: Record<string, unknown> } }];
  const solvers = [{ dns01: { rfc2136: change(dns01.rfc2136) } }];
  await lab.admin.patch(ISSUERS, 'by-dns', { type: 'merge', body: { spec: { acme: { solvers } } } });
  await lab.clock.advance('10s');
  return lab;
}

async function ask(lab: Lab, dnsNames: string[]): Promise<void> {
  const { object } = lab.request('web', { signerName: 'clusterissuers.cert-manager.io/by-dns', dnsNames });
  await lab.admin.create(REQUESTS, object);
  await lab.approve('web');
}

async function reasons(lab: Lab): Promise<string[]> {
  const { items } = await lab.admin.list<KubeObject & { status?: { reason?: string } }>(CHALLENGES);
  return items.map(({ status }) => status?.reason ?? '');
}

describe('dns-01 by updates of a name server', function () {
  this.timeout(60_000);

  it('leads from the record through the self check to the certificate, and takes the record away', async () => {
    const lab = await setUp();
    const { dns } = lab.upstreams;
    await ask(lab, ['web.example.com', '*.web.example.com']);
    await lab.clock.advance('5s');
    assert.equal(dns.zone.get(RECORD, 'TXT').length, 1);
    const asked = dns.log.list().map(({ operation, path, body }) => `${operation} ${path} ${String((body as { type: unknown }).type)}`);
    assert.deepEqual(
      [...new Set(asked)].sort(),
      [
        `query ${RECORD}. CNAME`,
        `query ${RECORD}. SOA`,
        `query ${RECORD}. TXT`,
        'query example.com. NS',
        'query example.com. SOA',
        'query web.example.com. SOA',
        'update example.com. SOA',
      ].sort(),
    );
    // One after the other: apex and wildcard have one name.
    await lab.clock.advance('5m');
    const { chain } = await lab.issued('web');
    const [leaf] = decodeCertificates(Buffer.from(chain), 'bundle');
    assert.deepEqual(leaf?.dnsNames, ['*.web.example.com', 'web.example.com']);
    assert.deepEqual(dns.zone.get(RECORD, 'TXT'), []);
    await lab.stop();
  });

  it('waits until the record can be seen', async () => {
    const lab = await setUp();
    const { dns } = lab.upstreams;
    dns.faults.add({ match: { operation: 'query', path: `${RECORD}.` }, after: 1, times: 6, fault: { protocol: 'NXDOMAIN' } });
    await ask(lab, ['web.example.com']);
    await lab.clock.advance('8s');
    assert.deepEqual(await reasons(lab), ['Waiting for DNS-01 challenge propagation: DNS record for "web.example.com" not yet propagated']);
    await lab.clock.advance('3m');
    await lab.issued('web');
    await lab.stop();
  });

  it('goes over TCP, and with another algorithm', async () => {
    const lab = await setUp((rfc2136) => ({ ...rfc2136, tsigAlgorithm: 'HMACSHA512', protocol: 'TCP' }));
    await ask(lab, ['web.example.com']);
    await lab.clock.advance('3m');
    await lab.issued('web');
    const updates = lab.upstreams.dns.log.list().filter(({ operation }) => operation === 'update');
    assert.deepEqual([...new Set(updates.map(({ method }) => method))], ['TCP']);
    await lab.stop();
  });

  const failure = async (lab: Lab): Promise<string> => {
    await ask(lab, ['web.example.com']);
    await lab.clock.advance('3s');
    const [reason = ''] = await reasons(lab);
    const { items } = await lab.admin.list<KubeObject & { reason?: string; message?: string }>(EVENTS);
    const told = items.filter((event) => event.reason === 'PresentError').map((event) => event.message);
    assert.ok(told.includes(`Error presenting challenge: ${reason}`), told.join('\n'));
    return reason;
  };

  it('fails with a key that the server does not know', async () => {
    const lab = await setUp((rfc2136) => ({ ...rfc2136, tsigKeyName: 'stranger' }));
    assert.equal(await failure(lab), 'DNS update failed: dns: bad signature');
    assert.deepEqual(lab.upstreams.dns.zone.get(RECORD, 'TXT'), []);
    await lab.stop();
  });

  it('is tried again when the server failed', async () => {
    const lab = await setUp();
    lab.upstreams.dns.faults.add({ match: { operation: 'update' }, fault: { protocol: 'SERVFAIL' } });
    assert.equal(await failure(lab), 'DNS update failed. Server replied: SERVFAIL');
    await lab.clock.advance('3m');
    await lab.issued('web');
    await lab.stop();
  });

  it('is shown over sockets when the lab is served', async () => {
    const lab = await startLab({ https: {} });
    const { host, port } = new URL(lab.urls.dns?.replace('dns:', 'http:') ?? '');
    assert.match(host, /^127\.0\.0\.1:\d+$/);
    lab.upstreams.dns.zone.set('www.example.com', 'TXT', ['over the wire']);
    const { network, random } = nodeEnvironment();
    const { answers } = await askServer(`127.0.0.1:${port}`, 'www.example.com.', TYPE.TXT, { network, random: random.stream('test') });
    assert.deepEqual(answers[0]?.data, [[Buffer.from('over the wire')]]);
    await lab.stop();
  });
});
