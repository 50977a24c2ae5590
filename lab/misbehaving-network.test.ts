import assert from 'node:assert/strict';
import nock from 'nock';
import { nodeCrypto } from '../base/env/node/crypto';
import { nodeEnvironment } from '../base/env/node/environment';
import { webFetch } from '../base/env/node/web-fetch';
import type { Environment, Listener } from '../base/env/ports';
import type { KubeObject } from '../kube';
import type { CertificateSigningRequest } from '../kube/types/certificates';
import { createCertificateRequest, createSelfSignedCertificate, encodePem, generateSigningKey } from '../pki';
import { createVaultServer, type VaultServer } from '../sim/upstreams/vault';
import type { Fault } from '../sim/upstreams/common';
import { startLab, type Lab } from '.';

const CSRS = { group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' };
const ISSUERS = { group: 'cert-manager.io', version: 'v1', resource: 'issuers' };
const EVENTS = { group: '', version: 'v1', resource: 'events' };
const VAULT = 'http://vault.test:8200';
const PATIENCE = 12_000;

const crypto = nodeCrypto();
const real = nodeEnvironment();
const key = generateSigningKey({ kind: 'ECDSA', curve: 'P-256' }, real.random.stream('requester'), crypto);

async function labWith(environment: Environment, server: string): Promise<Lab> {
  const lab = await startLab({ environment, crypto });
  const secret = { metadata: { name: 'vault', namespace: 'default' }, stringData: { token: 'csrlab-vault-token' } };
  await lab.admin.create<KubeObject>({ group: '', version: 'v1', resource: 'secrets' }, secret);
  const spec = { vault: { server, path: 'pki/sign/any', auth: { tokenSecretRef: { name: 'vault' } } } };
  const issuer = { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', metadata: { name: 'it', namespace: 'default' }, spec };
  await lab.admin.create<KubeObject>(ISSUERS, issuer);
  return lab;
}

async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + PATIENCE; Date.now() < end;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`not within ${PATIENCE / 1000} s`);
}

/** The issuer's Ready condition, once it has one. */
function readiness(lab: Lab): Promise<readonly [string, string]> {
  interface Status {
    status?: { conditions?: { status: string; message: string }[] };
  }
  return eventually(async () => {
    const [ready] = (await lab.admin.get<KubeObject & Status>(ISSUERS, 'it', { namespace: 'default' })).status?.conditions ?? [];
    return ready && ([ready.status, ready.message] as const);
  });
}

/** Asks for a certificate: what the request comes to, `issued` or why it failed. */
async function outcome(lab: Lab): Promise<string> {
  const pem = encodePem('CERTIFICATE REQUEST', createCertificateRequest({ subject: { commonName: 'web' } }, key, crypto));
  await lab.admin.create<CertificateSigningRequest>(CSRS, {
    metadata: { name: 'web' },
    spec: { request: btoa(pem), signerName: 'issuers.cert-manager.io/default.it', usages: ['server auth'] },
  });
  const body = { status: { conditions: [{ type: 'Approved', status: 'True', reason: 'Test', message: '' }] } };
  await lab.admin.patch(CSRS, 'web', { type: 'merge', body }, { subresource: 'approval' });
  return eventually(async () => {
    const { status } = await lab.admin.get<CertificateSigningRequest>(CSRS, 'web');
    if (status?.certificate) return 'issued';
    return status?.conditions?.find(({ type }) => type === 'Failed')?.message;
  });
}

/** The events about the issuer. */
async function toldOf(lab: Lab): Promise<readonly string[]> {
  type Told = KubeObject & { reason?: string; involvedObject?: { kind?: string } };
  return eventually(async () => {
    const { items } = await lab.admin.list<Told>(EVENTS);
    const reasons = items.filter(({ involvedObject }) => involvedObject?.kind === 'Issuer').map(({ reason = '' }) => reason);
    return reasons.length > 0 ? reasons : undefined;
  });
}

function refusing(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code, address: '192.0.2.1', port: 8200 });
}

describe('between the engine and its authority, the network', function () {
  this.timeout(30_000);
  const environment = { ...real, network: { ...real.network, fetch: webFetch() } };
  let lab: Lab | undefined;
  before(() => nock.disableNetConnect());
  afterEach(async () => {
    await lab?.stop();
    nock.cleanAll();
  });
  after(() => {
    nock.enableNetConnect();
    nock.restore();
  });

  const failures: readonly (readonly [title: string, error: Error, told: string])[] = [
    ['refuses connections', refusing('ECONNREFUSED'), 'dial tcp 192.0.2.1:8200: connect: connection refused'],
    ['knows no such name', refusing('ENOTFOUND'), 'dial tcp: lookup vault.test: no such host'],
  ];
  for (const [title, error, told] of failures) {
    it(`${title}: the issuer is not ready, and its set-up is tried again`, async () => {
      const asked = nock(VAULT).get('/v1/sys/health').times(9).replyWithError(error);
      lab = await labWith(environment, VAULT);
      const prefix = 'Failed to verify Vault is initialized and unsealed: ';
      assert.deepEqual(await readiness(lab), ['False', `${prefix}Get "${VAULT}/v1/sys/health": ${told}`]);
      assert.deepEqual(await toldOf(lab), ['ErrInitIssuer']);
      assert.ok(!asked.isDone());
    });
  }

  it('is slow: the request is issued by the one call that was made', async () => {
    nock(VAULT).get('/v1/sys/health').times(9).reply(200, {});
    let asked = 0;
    const vault = createVaultServer({ ...real, crypto });
    nock(VAULT)
      .post('/v1/pki/sign/any')
      .times(3)
      .delay(700)
      .reply(200, (_path, body) => {
        asked++;
        return signedBy(vault, body);
      });
    lab = await labWith(environment, VAULT);
    assert.deepEqual(await readiness(lab), ['True', 'Vault verified']);
    assert.equal(await outcome(lab), 'issued');
    assert.equal(asked, 1);
  });

  it('redirects: the other place is asked once, with what was to be sent', async () => {
    nock(VAULT).get('/v1/sys/health').times(9).reply(200, {});
    nock(VAULT).post('/v1/pki/sign/any').reply(307, undefined, { location: 'http://active.test:8200/v1/pki/sign/any' });
    const vault = createVaultServer({ ...real, crypto });
    const active = nock('http://active.test:8200', { reqheaders: { 'x-vault-token': 'csrlab-vault-token' } });
    active.post('/v1/pki/sign/any').reply(200, (_path, body) => signedBy(vault, body));
    lab = await labWith(environment, VAULT);
    await readiness(lab);
    assert.equal(await outcome(lab), 'issued');
    assert.equal(vault.state.issued.length, 1);
  });

  it('answers with a page: the request fails, and says what came', async () => {
    nock(VAULT).get('/v1/sys/health').times(9).reply(200, {});
    nock(VAULT).post('/v1/pki/sign/any').reply(403, '<html>portal</html>', { 'content-type': 'text/html' });
    lab = await labWith(environment, VAULT);
    await readiness(lab);
    assert.match(await outcome(lab), /Code: 403\. Raw Message:\n\n<html>portal<\/html>$/);
  });
});

async function signedBy(vault: VaultServer, body: unknown): Promise<string> {
  const headers = { 'x-vault-token': 'csrlab-vault-token' };
  const sent = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const response = await vault.handle({ method: 'POST', path: '/v1/pki/sign/any', headers, body: sent }, {});
  return Buffer.from(response.body as Uint8Array).toString();
}

describe('over its own connection, an authority', function () {
  this.timeout(30_000);
  let lab: Lab | undefined;
  let listener: Listener | undefined;
  afterEach(async () => {
    await lab?.stop();
    await listener?.close();
  });

  async function started(fault: Fault): Promise<{ vault: VaultServer; lab: Lab }> {
    const vault = createVaultServer({ ...real, crypto });
    listener = await real.network.listen({ host: '127.0.0.1', port: 0 }, vault.handle);
    const at = await labWith(real, listener.url);
    lab = at;
    assert.deepEqual(await readiness(at), ['True', 'Vault verified']);
    vault.faults.add({ match: { operation: 'sign' }, fault });
    return { vault, lab: at };
  }

  it('breaks before it has looked at a request: it is asked again and signs once', async () => {
    const { vault, lab: at } = await started({ drop: 'request' });
    assert.equal(await outcome(at), 'issued');
    assert.equal(vault.state.issued.length, 1);
  });

  it('cuts an answer short: the request fails and is not asked for again', async () => {
    const { vault, lab: at } = await started({ cutAfter: 40 });
    assert.equal(await outcome(at), 'Vault failed to sign: failed to decode response returned by vault: unexpected EOF');
    assert.equal(vault.state.issued.length, 1);
  });

  it('shows a certificate that nobody trusts: the issuer says so', async () => {
    const vault = createVaultServer({ ...real, crypto });
    const now = Math.floor(Date.now() / 1000);
    const times = { notBefore: now - 60, notAfter: now + 3600, ipAddresses: [Uint8Array.of(127, 0, 0, 1)] };
    const facts = { subject: { commonName: 'csrlab test authority' }, role: 'server', ...times } as const;
    const der = createSelfSignedCertificate(facts, key, { crypto, random: real.random.stream('serial') });
    const tls = { cert: encodePem('CERTIFICATE', der), key: encodePem('PRIVATE KEY', key.pkcs8) };
    listener = await real.network.listen({ host: '127.0.0.1', port: 0, tls }, vault.handle);
    lab = await labWith(real, listener.url);
    assert.match((await readiness(lab))[1], /tls: failed to verify certificate: x509: certificate signed by unknown authority$/);
    assert.equal(vault.log.list().length, 0);
  });
});
