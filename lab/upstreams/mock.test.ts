import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { nodeCrypto } from '../../base/env/node/crypto';
import { nodeEnvironment } from '../../base/env/node/environment';
import { readBody } from '../../base/env/body';
import { createAcmeServer } from '../../sim/upstreams/acme';
import { createVaultServer } from '../../sim/upstreams/vault';
import { createCloudServer } from '../../sim/upstreams/venafi-cloud';
import { createTppServer } from '../../sim/upstreams/venafi-tpp';
import { startMock } from './mock';
import type { UpstreamName } from './upstreams';

const environment = nodeEnvironment();
const crypto = nodeCrypto();
const parts = { ...environment, crypto };
const resolver = { txt: () => Promise.resolve([]) };

/** PEM of the roots that each signs with. */
const ROOTS: Readonly<Record<UpstreamName, () => readonly string[]>> = {
  acme: () => createAcmeServer({ ...parts, resolver, alternateRoots: 1 }).roots,
  vault: () => Object.values(createVaultServer(parts).roots),
  'venafi-tpp': () => [createTppServer(parts).root],
  'venafi-cloud': () => [createCloudServer(parts).root],
};

for (const name of Object.keys(ROOTS) as UpstreamName[]) {
  describe(`csrlab mock ${name}`, () => {
    it('listens on loopback, and warns of nothing', async () => {
      const warnings: string[] = [];
      const mock = await startMock(name, { environment, crypto, warn: (text) => warnings.push(text) });
      await mock.close();
      assert.deepEqual(
        [mock.url, mock.control].map((url) => new URL(url).hostname),
        ['127.0.0.1', '127.0.0.1'],
      );
      assert.deepEqual(warnings, []);
    });

    it('warns when it is asked to listen elsewhere, and is steered from this machine all the same', async () => {
      const warnings: string[] = [];
      const mock = await startMock(name, { environment, crypto, host: '0.0.0.0', warn: (text) => warnings.push(text) });
      const requests = await environment.network.fetch({ method: 'GET', url: `${mock.control}/requests` });
      assert.deepEqual([requests.status, Buffer.from(await readBody(requests)).toString()], [200, '[]']);
      await mock.close();
      assert.equal(new URL(mock.control).hostname, '127.0.0.1');
      assert.deepEqual(warnings, [
        'This is a test authority without any security, and 0.0.0.0 can be reached from other machines. Use 127.0.0.1 instead.',
      ]);
    });

    it('says in the names that it signs under that it is a test', async () => {
      const mock = await startMock(name, { environment, crypto });
      await mock.close();
      const [serving = '', ...roots] = [mock.ca, ...ROOTS[name]()];
      assert.match(new X509Certificate(serving).subject, /test/);
      for (const root of roots) {
        const { subject, issuer } = new X509Certificate(root);
        assert.equal(issuer, subject);
        assert.match(subject, /O=csrlab test authority/);
        assert.match(subject, /CN=.*test/i);
      }
    });
  });
}
