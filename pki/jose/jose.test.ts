import assert from 'node:assert/strict';
import { nodeCrypto } from '../../base/env/node/crypto';
import { systemRandom } from '../../base/env/node/random';
import { toHex, utf8 } from '../bytes';
import { generateSigningKey } from '../key/signing-key';
import { hmac } from '../../base/hmac';
import { fromJwk, jwkThumbprint, toJwk } from './jwk';
import { jwsAlgorithm, signForJws, verifyForJws } from './signature';

const crypto = nodeCrypto();
const random = systemRandom.stream('jose');

const SPECS = [
  ['RS256', { kind: 'RSA', bits: 2048 }],
  ['ES256', { kind: 'ECDSA', curve: 'P-256' }],
  ['ES384', { kind: 'ECDSA', curve: 'P-384' }],
  ['ES512', { kind: 'ECDSA', curve: 'P-521' }],
  ['EdDSA', { kind: 'Ed25519' }],
] as const;

describe('JSON Web Keys and signatures', () => {
  for (const [algorithm, spec] of SPECS) {
    it(`${algorithm}: a key survives as JWK, and its signature holds for its message only`, () => {
      const key = generateSigningKey(spec, random, crypto);
      const back = fromJwk(toJwk(key.publicKey));
      assert.equal(jwsAlgorithm(back), algorithm);
      const signature = signForJws(key, utf8('message'), crypto);
      assert.equal(verifyForJws(back, utf8('message'), signature, crypto), true);
      assert.equal(verifyForJws(back, utf8('massage'), signature, crypto), false);
      assert.equal(verifyForJws(back, utf8('message'), signature.subarray(1), crypto), false);
    });
  }

  it('the thumbprint of RFC 7638 section 3.1', () => {
    const n =
      '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw';
    const key = fromJwk({ kty: 'RSA', n, e: 'AQAB', alg: 'RS256', kid: '2011-04-29' });
    assert.equal(jwkThumbprint(toJwk(key), crypto), 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
  });

  it('HMAC of RFC 4231, test case 2 and a key longer than a block', () => {
    assert.equal(
      toHex(hmac('SHA-256', utf8('Jefe'), utf8('what do ya want for nothing?'), crypto)),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
    const long = new Uint8Array(131).fill(0xaa);
    assert.equal(
      toHex(hmac('SHA-256', long, utf8('Test Using Larger Than Block-Size Key - Hash Key First'), crypto)),
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    );
  });

  for (const [title, jwk] of [
    ['an unknown type', { kty: 'oct', k: 'AA' }],
    ['a point beside the curve', { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) }],
    ['a short coordinate', { kty: 'OKP', crv: 'Ed25519', x: 'AAAA' }],
    ['padding', { kty: 'RSA', n: 'AQAB', e: 'AQ==' }],
  ] as const) {
    it(`${title} is no key`, () => assert.throws(() => fromJwk(jwk)));
  }
});
