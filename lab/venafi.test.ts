import assert from 'node:assert/strict';
import { nodeCrypto } from '../base/env/node/crypto';
import { seededRandom } from '../base/env/seeded-random';
import type { CertificateSigningRequest } from '../kube/types/certificates';
import { createTppServer } from '../sim/upstreams/venafi-tpp';
import type { TppServerOptions } from '../sim/upstreams/venafi-tpp';
import { createCloudServer } from '../sim/upstreams/venafi-cloud';
import type { CloudServerOptions } from '../sim/upstreams/venafi-cloud';
import { CSRS, chainOf, failureOf, issuer, readyOf, signed, world, type World } from '../fixtures/authority-world';

const crypto = nodeCrypto();

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
