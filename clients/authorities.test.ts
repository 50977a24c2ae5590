import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import nodeVault from 'node-vault';
import { nodeCrypto } from '../base/env/node/crypto';
import { nodeEnvironment } from '../base/env/node/environment';
import { createVaultServer } from '../sim/upstreams/vault';
import { createCloudServer } from '../sim/upstreams/venafi-cloud';
import { createTppServer } from '../sim/upstreams/venafi-tpp';
import { createRequestPem } from '../steps/state/keys';
import { runBeside, serve, type ServedAuthority } from './authority-process';
import { describeWithClient } from './find';

type Seen = Readonly<Record<string, unknown>>;

const options = () => ({ ...nodeEnvironment(), crypto: nodeCrypto() });
const SIGNED = ['ca_chain', 'certificate', 'expiration', 'issuing_ca', 'not_before', 'serial_number'];

/** A suite of facts that a script of `python/` prints about an authority. */
function facts(
  start: () => Parameters<typeof serve>[0],
  run: (at: ServedAuthority) => Promise<string>,
  expected: readonly [string, unknown][],
) {
  let seen: Seen = {};
  let authority: ServedAuthority | undefined;
  before(async () => {
    authority = await serve(start());
    // vcert prints what it was told of the user as well.
    seen = JSON.parse((await run(authority)).trim().split('\n').at(-1) ?? '') as Seen;
  });
  after(() => authority?.close());
  for (const [title, value] of expected) it(title, () => assert.deepEqual(seen[title], value));
}

describeWithClient('hvac', 'python-authorities', (python) => {
  const run = ({ url, caFile }: ServedAuthority): Promise<string> =>
    runBeside(python, [join(__dirname, 'python/hvac-smoke.py')], {
      ...{ VAULT_URL: url, CA_FILE: caFile, REQUEST: createRequestPem('www.example.com') },
    });
  facts(() => createVaultServer(options()), run, [
    ['authenticated', true],
    ['health', false],
    ['seal status', false],
    ['signed', SIGNED],
    ['chain', 2],
    ['verbatim', SIGNED],
    ['ca', 1],
    ['ca chain', 2],
    ['unknown role', ['InvalidRequest', ['unknown role: nope']]],
    ['no mount', ['Forbidden', ['1 error occurred:\n\t* permission denied\n\n']]],
    ['no token', ['Forbidden', ['permission denied']]],
    ['wrong secret', ['InvalidRequest', ['invalid role or secret ID']]],
    ['approle', ['default', 'signer']],
    ['looked up', ['default', 'signer']],
    ['renewed', 2_764_800],
    ['revoked', ['Forbidden', ['permission denied']]],
    ['bad jwt', ['Forbidden', ['permission denied']]],
  ]);
});

const vcert =
  (python: string, product: string) =>
  ({ url, caFile }: ServedAuthority) =>
    runBeside(python, [join(__dirname, 'python/vcert-smoke.py'), product], { URL: url, CA_FILE: caFile });

describeWithClient('vcert with TPP', 'python-authorities', (python) => {
  facts(() => createTppServer({ ...options(), pendingPolls: 1, customFields: [{ label: 'Owner' }] }), vcert(python, 'tpp'), [
    ['token', true],
    ['policy', true],
    ['issued', ['\\VED\\Policy\\Certs\\www.example.com', 3, 1]],
    ['wrong password', 'VenafiConnectionError'],
    ['no zone', 'VenafiConnectionError'],
    ['service generated', true],
    ['renewed', true],
    ['revoked', 200],
  ]);
});

describeWithClient('vcert with Cloud', 'python-authorities', (python) => {
  facts(() => createCloudServer(options()), vcert(python, 'cloud'), [
    ['authenticated', true],
    ['chain', [3, 1]],
    ['wrong key', 'VenafiConnectionError'],
    ['no zone', 'VenafiConnectionError'],
  ]);
});

describe('node-vault', () => {
  it('logs in with an AppRole and has a request signed', async () => {
    const authority = await serve(createVaultServer(options()));
    try {
      const requestOptions = { ca: readFileSync(authority.caFile) };
      const vault = nodeVault({ apiVersion: 'v1', endpoint: authority.url, requestOptions });
      await vault.approleLogin({ role_id: 'csrlab-role', secret_id: 'csrlab-secret' });
      const { data } = (await vault.write('pki/sign/any', { csr: createRequestPem('www.example.com') })) as { data: object };
      assert.deepEqual(Object.keys(data), SIGNED);
      await assert.rejects(vault.write('pki/sign/nope', { csr: '' }), /unknown role: nope/);
      const health = (await vault.health()) as { sealed: boolean };
      assert.equal(health.sealed, false);
    } finally {
      await authority.close();
    }
  });
});
