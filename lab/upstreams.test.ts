import assert from 'node:assert/strict';
import { manualClock, type ManualClock } from '../base/env/manual-clock';
import { NetworkError } from '../base/env/network-error';
import { immediateEffects } from '../base/env/node/effects';
import { nodeCrypto } from '../base/env/node/crypto';
import { turn } from '../base/env/node/turn';
import type { Handler } from '../base/env/http';
import type { Network } from '../base/env/ports';
import { seededRandom } from '../base/env/seeded-random';
import type { KubeObject } from '../kube';
import type { CertificateSigningRequest } from '../kube/types/certificates';
import { createCertificateRequest, decodeCertificates, encodePem, formatName, generateSigningKey } from '../pki';
import type { NameParts } from '../pki';
import { createVaultServer, DEFAULT_CONFIG, reviewByCluster } from '../sim/upstreams/vault';
import { createTppServer } from '../sim/upstreams/venafi-tpp';
import type { TppServerOptions } from '../sim/upstreams/venafi-tpp';
import { createCloudServer } from '../sim/upstreams/venafi-cloud';
import type { CloudServerOptions } from '../sim/upstreams/venafi-cloud';
import { startLab, type Lab } from '.';

const crypto = nodeCrypto();
const CERT_MANAGER = { group: 'cert-manager.io', version: 'v1' };
const CORE = { group: '', version: 'v1' };
const CSRS = { group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' };

/** A lab, and authorities that are reached by their host names. */
interface World {
  readonly lab: Lab;
  readonly clock: ManualClock;
  readonly hosts: Map<string, Handler>;
}

async function world(): Promise<World> {
  const clock = manualClock({ start: Date.UTC(2026, 10, 25), turn });
  const hosts = new Map<string, Handler>();
  const network: Network = {
    fetch: async ({ url, headers = {}, ...request }) => {
      const { host, pathname, search } = new URL(url);
      const handle = hosts.get(host);
      if (handle === undefined) throw new NetworkError('dns', `dial tcp: lookup ${host}: no such host`);
      return handle({ ...request, path: pathname + search, headers }, {});
    },
    listen: () => Promise.reject(new Error('nobody listens')),
    resolve: () => Promise.resolve([]),
  };
  const environment = { clock, random: seededRandom(3), effects: immediateEffects(), network };
  const lab = await moving(clock, startLab({ environment, crypto }));
  await lab.admin.create<KubeObject>({ ...CORE, resource: 'namespaces' }, { metadata: { name: 'team' } });
  return { lab, clock, hosts };
}

async function moving<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  const state = { done: false };
  void work.finally(() => (state.done = true)).catch(() => undefined);
  while (!state.done) await clock.advance(100);
  return work;
}

async function issuer({ lab, clock }: World, spec: object, secret: Readonly<Record<string, string>>): Promise<void> {
  const credentials = { metadata: { name: 'credentials', namespace: 'team' }, stringData: secret };
  const it = { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', metadata: { name: 'it', namespace: 'team' }, spec };
  await lab.admin.create<KubeObject>({ ...CORE, resource: 'secrets' }, credentials);
  await lab.admin.create<KubeObject>({ ...CERT_MANAGER, resource: 'issuers' }, it);
  await clock.advance(1000);
}

interface Asked {
  readonly dnsNames?: readonly string[];
  readonly subject?: NameParts;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly seconds?: number;
}

async function signed(at: World, asked: Asked = {}): Promise<CertificateSigningRequest> {
  const { dnsNames = ['www.example.com'], subject = { commonName: 'www.example.com' }, annotations = {}, seconds = 10 } = asked;
  const key = generateSigningKey({ kind: 'ECDSA', curve: 'P-256' }, seededRandom(5).stream('requester'), crypto);
  const der = createCertificateRequest({ subject, dnsNames }, key, crypto);
  await at.lab.admin.create<CertificateSigningRequest>(CSRS, {
    metadata: { name: 'web', annotations: { ...annotations } },
    spec: { request: btoa(encodePem('CERTIFICATE REQUEST', der)), signerName: 'issuers.cert-manager.io/team.it', usages: ['server auth'] },
  });
  const body = { status: { conditions: [{ type: 'Approved', status: 'True', reason: 'Test', message: '' }] } };
  await at.lab.admin.patch(CSRS, 'web', { type: 'merge', body }, { subresource: 'approval' });
  await at.clock.advance(seconds * 1000);
  return at.lab.admin.get<CertificateSigningRequest>(CSRS, 'web');
}

function chainOf({ status }: CertificateSigningRequest): readonly string[] {
  if (!status?.certificate) return [];
  return decodeCertificates(Buffer.from(status.certificate, 'base64'), 'chain').map(({ subject }) => formatName(subject));
}

function failureOf({ status }: CertificateSigningRequest): string {
  return (status?.conditions ?? []).find(({ type }) => type === 'Failed')?.message ?? '';
}

async function readyOf({ lab }: World): Promise<string> {
  const found = await lab.admin.get<KubeObject & { status?: { conditions?: { message?: string }[] } }>(
    { ...CERT_MANAGER, resource: 'issuers' },
    'it',
    { namespace: 'team' },
  );
  return found.status?.conditions?.[0]?.message ?? '';
}

const VAULT = { server: 'http://vault.test', path: 'pki/sign/any' };
const TOKEN_AUTH = { tokenSecretRef: { name: 'credentials', key: 'token' } };

function vaultAt(at: World) {
  const server = createVaultServer({ clock: at.clock, random: seededRandom(4), crypto, reviewToken: reviewByCluster(at.lab.admin) });
  at.hosts.set('vault.test', server.handle);
  return server;
}

const VAULT_CHAIN = ['CN=www.example.com', 'CN=Vault pki test issuer,O=csrlab test authority'];

describe('Vault issuers against the simulated Vault', () => {
  it('sign with a token', async () => {
    const at = await world();
    vaultAt(at);
    await issuer(at, { vault: { ...VAULT, auth: TOKEN_AUTH } }, { token: 'csrlab-vault-token' });
    assert.deepEqual(chainOf(await signed(at)), VAULT_CHAIN);
  });

  it('sign with an AppRole', async () => {
    const at = await world();
    vaultAt(at);
    const appRole = { path: 'approle', roleId: 'csrlab-role', secretRef: { name: 'credentials', key: 'id' } };
    await issuer(at, { vault: { ...VAULT, auth: { appRole } } }, { id: 'csrlab-secret' });
    assert.deepEqual(chainOf(await signed(at)), VAULT_CHAIN);
  });

  it('sign with a service account whose token the API server reviews', async () => {
    const at = await world();
    vaultAt(at);
    await at.lab.admin.create<KubeObject>({ ...CORE, resource: 'serviceaccounts' }, { metadata: { name: 'vault', namespace: 'team' } });
    await issuer(at, { vault: { ...VAULT, auth: { kubernetes: { role: 'csrlab', serviceAccountRef: { name: 'vault' } } } } }, {});
    assert.equal(await readyOf(at), 'Vault verified');
    assert.deepEqual(chainOf(await signed(at)), VAULT_CHAIN);
  });

  it('fail requests for names that the role does not allow', async () => {
    const at = await world();
    vaultAt(at);
    await issuer(at, { vault: { ...VAULT, path: 'pki/sign/example', auth: TOKEN_AUTH } }, { token: 'csrlab-vault-token' });
    const failure = failureOf(await signed(at, { subject: { commonName: 'www.example.org' }, dnsNames: ['www.example.org'] }));
    assert.match(failure, /Code: 400. Errors:\n\n\* common name www.example.org not allowed by this role$/);
  });

  it('are not ready while Vault is sealed, and are when it no longer is', async () => {
    const at = await world();
    const server = vaultAt(at);
    server.state.seal = 'sealed';
    await issuer(at, { vault: { ...VAULT, auth: TOKEN_AUTH } }, { token: 'csrlab-vault-token' });
    await at.clock.advance(5000);
    assert.equal(await readyOf(at), 'Failed to verify Vault is initialized and unsealed: Vault is sealed');
    server.state.seal = 'active';
    await at.clock.advance(20_000);
    assert.equal(await readyOf(at), 'Vault verified');
  });

  it('ask once more for what a broken connection has lost, and issue one certificate to the request', async () => {
    const at = await world();
    const server = vaultAt(at);
    await issuer(at, { vault: { ...VAULT, auth: TOKEN_AUTH } }, { token: 'csrlab-vault-token' });
    server.faults.add({ match: { operation: 'sign' }, fault: { drop: 'request' } });
    assert.deepEqual(chainOf(await signed(at)), VAULT_CHAIN);
    assert.equal(server.state.issued.length, 1);
  });

  it('fail a request whose answer is cut short, which is not asked for again', async () => {
    const at = await world();
    const server = vaultAt(at);
    await issuer(at, { vault: { ...VAULT, auth: TOKEN_AUTH } }, { token: 'csrlab-vault-token' });
    server.faults.add({ match: { operation: 'sign' }, fault: { answer: { status: 200, body: '{"data":{"certificate":"' } } });
    assert.equal(failureOf(await signed(at)), 'Vault failed to sign: failed to decode response returned by vault: unexpected EOF');
    assert.equal(server.state.issued.length, 0);
  });

  it('have nothing of another namespace', async () => {
    const at = await world();
    const server = createVaultServer({ clock: at.clock, random: seededRandom(4), crypto, namespaces: { ns1: DEFAULT_CONFIG } });
    at.hosts.set('vault.test', server.handle);
    await issuer(at, { vault: { ...VAULT, namespace: 'ns1', auth: TOKEN_AUTH } }, { token: 'csrlab-vault-token' });
    assert.equal(chainOf(await signed(at)).length, 2);
    assert.deepEqual(
      server.state.issued.map(({ namespace }) => namespace),
      ['ns1'],
    );
  });
});

const TPP = { venafi: { zone: 'Certs', tpp: { url: 'https://tpp.test/vedsdk', credentialsRef: { name: 'credentials' } } } };
const TPP_USER = { username: 'csrlab', password: 'csrlab-password' };
const TPP_CHAIN = ['CN=www.example.com', 'CN=Venafi TPP test issuer,O=csrlab test authority'];
const FIELDS = 'venafi.experimental.cert-manager.io/custom-fields';
const PICKUP = 'venafi.experimental.cert-manager.io/pickup-id';

function tppAt(at: World, options: Partial<TppServerOptions> = {}) {
  const server = createTppServer({ clock: at.clock, random: seededRandom(4), crypto, ...options });
  at.hosts.set('tpp.test', server.handle);
  return server;
}

describe('Venafi issuers against the simulated TPP', () => {
  it('order, remember the pickup id, and fetch', async () => {
    const at = await world();
    tppAt(at, { pendingPolls: 2 });
    await issuer(at, TPP, TPP_USER);
    const request = await signed(at);
    assert.deepEqual(chainOf(request), TPP_CHAIN);
    assert.equal(request.metadata?.annotations?.[PICKUP], '\\VED\\Policy\\Certs\\www.example.com');
  });

  it('pass custom fields on, as the server shows them', async () => {
    const at = await world();
    const server = tppAt(at, { customFields: [{ label: 'Environment', allowedValues: ['Prod', 'Test'] }, { label: 'Owner' }] });
    await issuer(at, TPP, TPP_USER);
    const fields = '[{"name":"Environment","value":"Prod"},{"name":"Owner","value":"a"},{"name":"Owner","value":"b"}]';
    await signed(at, { annotations: { [FIELDS]: fields } });
    assert.deepEqual(server.state.list()[0]?.customFields, { Environment: ['Prod'], Owner: ['a', 'b'] });
  });

  it('are refused custom fields by servers before 19.3', async () => {
    const at = await world();
    const server = tppAt(at, { version: '19.2.0.0', customFields: [{ label: 'Owner' }] });
    await issuer(at, TPP, TPP_USER);
    const failure = failureOf(await signed(at, { annotations: { [FIELDS]: '[{"name":"Owner","value":"a"}]' } }));
    assert.match(failure, /'CustomFields' is not supported by this version of the server/);
    assert.equal(server.state.list().length, 0);
  });

  it('wait for somebody to approve', async () => {
    const at = await world();
    const server = tppAt(at, { approvals: true });
    await issuer(at, TPP, TPP_USER);
    assert.deepEqual(chainOf(await signed(at, { seconds: 30 })), []);
    const [waiting] = server.state.list();
    const body = Buffer.from(JSON.stringify({ dn: waiting?.dn }));
    assert.equal((await server.control({ method: 'POST', path: '/approve', headers: {}, body }, {})).status, 204);
    await at.clock.advance(10_000);
    assert.deepEqual(chainOf(await at.lab.admin.get<CertificateSigningRequest>(CSRS, 'web')), TPP_CHAIN);
    assert.equal(server.state.list().length, 1);
  });

  it('are told by the server what violates its policy', async () => {
    const at = await world();
    tppAt(at, { folders: { Certs: { allowedSans: { uri: false }, hasAuthority: false } } });
    await issuer(at, TPP, TPP_USER);
    assert.match(failureOf(await signed(at)), /Need a certificate authority \(CADN\)/);
  });

  it('do not ask the server for what its policy forbids', async () => {
    const at = await world();
    const server = tppAt(at, { folders: { Certs: { domains: ['example.org'] } } });
    await issuer(at, TPP, TPP_USER);
    assert.match(
      failureOf(await signed(at)),
      /^Failed to request Certificate Manager certificate: common name www.example.com is not allowed/,
    );
    assert.ok(!server.log.list().some(({ operation }) => operation === 'request'));
  });

  it('are not ready with a wrong password', async () => {
    const at = await world();
    tppAt(at);
    await issuer(at, TPP, { ...TPP_USER, password: 'wrong' });
    assert.match(await readyOf(at), /^OAuth token request failed: tppClient.GetRefreshToken: .* Status: 400 Bad Request$/);
  });

  it('are given a subject that the folder has filled in', async () => {
    const at = await world();
    tppAt(at, { folders: { Certs: { organization: { value: 'Acme' } } } });
    await issuer(at, TPP, TPP_USER);
    assert.equal(chainOf(await signed(at))[0], 'CN=www.example.com,O=Acme');
  });
});

const CLOUD = { venafi: { zone: 'csrlab\\Default', cloud: { url: 'https://cloud.test', apiTokenSecretRef: { name: 'credentials' } } } };

function cloudAt(at: World, options: Partial<CloudServerOptions> = {}) {
  const server = createCloudServer({ clock: at.clock, random: seededRandom(4), crypto, ...options });
  at.hosts.set('cloud.test', server.handle);
  return server;
}

describe('Venafi issuers against the simulated Cloud', () => {
  it('order and fetch', async () => {
    const at = await world();
    cloudAt(at, { pendingPolls: 1 });
    await issuer(at, CLOUD, { 'api-key': 'csrlab-api-key' });
    assert.deepEqual(chainOf(await signed(at)), ['CN=www.example.com', 'CN=Venafi Cloud test issuer,O=csrlab test authority']);
  });

  it('are told that an unknown key is none', async () => {
    const at = await world();
    cloudAt(at);
    await issuer(at, CLOUD, { 'api-key': 'wrong' });
    assert.match(await readyOf(at), /Error Code: 10501 Error: Unable to find api key for key wrong\n$/);
  });

  it('fail requests that the server refuses', async () => {
    const at = await world();
    cloudAt(at, { templates: { '9dad0e20-0000-4000-8000-000000000002': { name: 'Default', csrUploadAllowed: false } } });
    await issuer(at, CLOUD, { 'api-key': 'csrlab-api-key' });
    assert.match(failureOf(await signed(at)), /CSR upload is not allowed by the issuing template/);
  });

  it('go on asking for a request that somebody has to approve, and order it once', async () => {
    const at = await world();
    const server = cloudAt(at, { approvals: true });
    await issuer(at, CLOUD, { 'api-key': 'csrlab-api-key' });
    assert.deepEqual(chainOf(await signed(at, { seconds: 70 })), []);
    const [waiting] = server.state.requests.values();
    await server.control({ method: 'POST', path: `/certificaterequests/${waiting?.id}/approve`, headers: {} }, {});
    await at.clock.advance(20_000);
    assert.equal(chainOf(await at.lab.admin.get<CertificateSigningRequest>(CSRS, 'web')).length, 2);
    assert.equal(server.state.requests.size, 1);
  });
});
