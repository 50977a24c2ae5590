import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { nodeCrypto } from '../../base/env/node/crypto';
import { seededRandom } from '../../base/env/seeded-random';
import { createServingPair } from './serving-pair';

const tools = { random: seededRandom(1).stream('serving'), crypto: nodeCrypto() };
const clock = { now: () => Date.parse('2026-01-01T00:00:00Z') };

describe('a serving pair', () => {
  const hosts = ['localhost', '127.0.0.1', '::1', 'localhost'];
  const { ca, cert, key } = createServingPair({ clock, authority: 'a test root', server: 'a test server', hosts, lifetime: 3600 }, tools);
  const root = new X509Certificate(ca);
  const leaf = new X509Certificate(cert);

  it('is a server certificate that its root has signed, with its key', () => {
    assert.equal(leaf.verify(root.publicKey), true);
    assert.equal(leaf.checkIssued(root), true);
    assert.equal(leaf.checkPrivateKey(createPrivateKey(key)), true);
    assert.deepEqual([root.ca, leaf.ca, root.subject, leaf.subject], [true, false, 'CN=a test root', 'CN=a test server']);
  });

  it('names every host once, addresses of both families as addresses', () => {
    assert.equal(leaf.subjectAltName, 'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
  });

  it('holds from five minutes ago for its lifetime', () => {
    assert.deepEqual([leaf.validFrom, leaf.validTo], ['Dec 31 23:55:00 2025 GMT', 'Jan  1 01:00:00 2026 GMT']);
  });
});
