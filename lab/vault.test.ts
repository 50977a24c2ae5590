import assert from 'node:assert/strict';
import { nodeCrypto } from '../base/env/node/crypto';
import { seededRandom } from '../base/env/seeded-random';
import type { KubeObject } from '../kube';
import { createVaultServer, DEFAULT_CONFIG, reviewByCluster } from '../sim/upstreams/vault';
import { CORE, chainOf, failureOf, issuer, readyOf, signed, world, type World } from '../fixtures/authority-world';

const crypto = nodeCrypto();

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
