import assert from 'node:assert/strict';
import { nodeCrypto } from '../../base/env/node/crypto';
import { seededRandom } from '../../base/env/seeded-random';
import type { CryptoPort, HashName, KeySpec, SignatureScheme } from '../../base/env/crypto';
import { fromHex, toHex, utf8 } from '../bytes';
import { curveByName } from '../key/curves';
import { encodeEcPkcs8 } from '../key/encode-private-key';
import { deterministicCrypto } from './deterministic';
import { nobleCrypto } from './noble';
import { peculiarCrypto } from './peculiar';

const node = nodeCrypto();
const noble = nobleCrypto();
const deterministic = deterministicCrypto(node);
const loadedWeb = peculiarCrypto();
const message = utf8('to be signed');

const CURVES = ['P-224', 'P-256', 'P-384', 'P-521'] as const;
const HASHES = ['SHA-256', 'SHA-384', 'SHA-512'] as const;

const stream = (key: string): ReturnType<ReturnType<typeof seededRandom>['stream']> => seededRandom(7).stream('keys', key);

function corrupted(bytes: Uint8Array): Uint8Array {
  return bytes.with(-1, (bytes.at(-1) ?? 0) ^ 1);
}

interface Pairing {
  readonly name: string;
  readonly spec: KeySpec;
  readonly scheme: SignatureScheme;
}

const PAIRINGS: readonly Pairing[] = [
  ...CURVES.flatMap((curve) =>
    HASHES.map((hash): Pairing => ({ name: `${curve} with ${hash}`, spec: { kind: 'ECDSA', curve }, scheme: { kind: 'ECDSA', hash } })),
  ),
  { name: 'Ed25519', spec: { kind: 'Ed25519' }, scheme: { kind: 'Ed25519' } },
];

describe('cryptographic back ends', () => {
  for (const { name, spec, scheme } of PAIRINGS) {
    it(`node and noble accept each other's ${name} signatures and no altered ones`, () => {
      const { pkcs8, spki } = noble.generate(spec, stream(name));
      for (const [signer, verifier] of [
        [node, noble],
        [noble, node],
      ] as const) {
        const signature = signer.sign(scheme, pkcs8, message);
        assert.equal(verifier.verify(scheme, spki, message, signature), true);
        assert.equal(verifier.verify(scheme, spki, message, corrupted(signature)), false);
      }
      assert.equal(toHex(node.publicKeyOf(pkcs8)), toHex(spki));
    });

    it(`${name} is deterministic where it should be`, () => {
      const once = (crypto: CryptoPort): string => {
        const { pkcs8, spki } = crypto.generate(spec, stream(name));
        return toHex(spki) + toHex(crypto.sign(scheme, pkcs8, message));
      };
      assert.equal(once(deterministic), once(deterministic));
    });
  }

  it('signs as RFC 6979 appendix A.2.5 says', () => {
    const scalar = fromHex('c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721');
    const pkcs8 = encodeEcPkcs8(curveByName('P-256'), scalar);
    const signature = toHex(noble.sign({ kind: 'ECDSA', hash: 'SHA-256' }, pkcs8, utf8('sample')));
    assert.ok(signature.includes('efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716'), signature);
    assert.ok(signature.endsWith('f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8'), signature);
  });

  it('RSA keys of deterministic runs come from the pool and repeat', () => {
    const spec = { kind: 'RSA', bits: 2048 } as const;
    const [a, b] = [deterministic.generate(spec, stream('ca')), deterministic.generate(spec, stream('ca'))];
    assert.deepEqual(a, b);
    const scheme = { kind: 'RSA', hash: 'SHA-256' } as const;
    assert.equal(node.verify(scheme, a.spki, message, node.sign(scheme, a.pkcs8, message)), true);
    assert.throws(() => deterministic.generate({ kind: 'RSA', bits: 1024 }, stream('ca')), { message: /use one of 2048, 3072, 4096 bits/ });
  });

  it('digests agree', () => {
    for (const hash of ['MD5', 'SHA-1', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512'] satisfies HashName[]) {
      assert.equal(toHex(noble.digest(hash, message)), toHex(node.digest(hash, message)));
    }
  });

  for (const { spec, scheme } of [
    { spec: { kind: 'ECDSA', curve: 'P-256' }, scheme: { kind: 'ECDSA', hash: 'SHA-256' } },
    { spec: { kind: 'ECDSA', curve: 'P-521' }, scheme: { kind: 'ECDSA', hash: 'SHA-512' } },
    { spec: { kind: 'RSA', bits: 2048 }, scheme: { kind: 'RSA', hash: 'SHA-256' } },
    { spec: { kind: 'RSA', bits: 2048 }, scheme: { kind: 'RSA-PSS', hash: 'SHA-384' } },
  ] as const) {
    it(`WebCrypto agrees with node on ${scheme.kind} with ${scheme.hash}`, async () => {
      const web = await loadedWeb;
      const { pkcs8, spki } = node.generate(spec, stream('web'));
      assert.equal(await web.verify(scheme, spki, message, node.sign(scheme, pkcs8, message)), true);
      const signature = await web.sign(scheme, pkcs8, message);
      assert.equal(node.verify(scheme, spki, message, signature), true);
      assert.equal(await web.verify(scheme, spki, message, corrupted(signature)), false);
    });
  }
});
