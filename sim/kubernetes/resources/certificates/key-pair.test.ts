import assert from 'node:assert/strict';
import { nodeCrypto } from '../../../../base/env/node/crypto';
import { seededRandom } from '../../../../base/env/seeded-random';
import { createSelfSignedCertificate, encodePem, generateSigningKey, type SigningKey } from '../../../../pki';
import { checkKeyPair } from './key-pair';

const crypto = nodeCrypto();
const random = seededRandom(1);
const ecdsa = (): SigningKey => generateSigningKey({ kind: 'ECDSA', curve: 'P-256' }, random.stream('key'), crypto);
const edwards = generateSigningKey({ kind: 'Ed25519' }, random.stream('key'), crypto);
const own = ecdsa();

const pem = (type: string, der: Uint8Array): Uint8Array => new TextEncoder().encode(encodePem(type, der));
const certificate = pem(
  'CERTIFICATE',
  createSelfSignedCertificate({ subject: { commonName: 'web' }, notBefore: 0, notAfter: 1 }, own, {
    crypto,
    random: random.stream('serial'),
  }),
);
const keyOf = ({ pkcs8 }: SigningKey): Uint8Array => pem('PRIVATE KEY', pkcs8);
const junk = new TextEncoder().encode('junk');

describe('a TLS key pair', () => {
  it('fits when the certificate is for the key', () => checkKeyPair(certificate, keyOf(own), crypto));

  const cases: [what: string, certificate: Uint8Array, key: Uint8Array, text: string][] = [
    ['another key', certificate, keyOf(ecdsa()), 'tls: private key does not match public key'],
    ['a key of another type', certificate, keyOf(edwards), 'tls: private key type does not match public key type'],
    ['no certificate', junk, keyOf(own), 'tls: failed to find any PEM data in certificate input'],
    ['no key', certificate, junk, 'tls: failed to find any PEM data in key input'],
    ['a certificate for a key', certificate, certificate, 'tls: found a certificate rather than a key in the PEM for the private key'],
    ['a broken key', certificate, pem('PRIVATE KEY', new Uint8Array(3)), 'tls: failed to parse private key'],
    [
      'a key for a certificate',
      keyOf(own),
      keyOf(own),
      'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched',
    ],
  ];
  for (const [what, crt, key, text] of cases) {
    it(`is refused with ${what}`, () => assert.throws(() => checkKeyPair(crt, key, crypto), { message: text }));
  }
});
