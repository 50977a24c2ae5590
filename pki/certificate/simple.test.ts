import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { nodeCrypto } from '../../base/env/node/crypto';
import { systemRandom } from '../../base/env/node/random';
import {
  checkRequestSignature,
  createCertificateRequest,
  createSelfSignedCertificate,
  generateSigningKey,
  parseCertificate,
  parseCertificateRequest,
  signCertificate,
} from '..';
import type { KeySpec } from '../../base/env/crypto';

const crypto = nodeCrypto();
const random = systemRandom.stream('test');
const validity = { notBefore: 1_700_000_000, notAfter: 1_900_000_000 };

const KEYS: readonly KeySpec[] = [
  { kind: 'RSA', bits: 2048 },
  { kind: 'ECDSA', curve: 'P-224' },
  { kind: 'ECDSA', curve: 'P-256' },
  { kind: 'ECDSA', curve: 'P-384' },
  { kind: 'ECDSA', curve: 'P-521' },
  { kind: 'Ed25519' },
];

describe('certificates of the lab itself', () => {
  for (const spec of KEYS) {
    const name = spec.kind === 'ECDSA' ? spec.curve : spec.kind;
    it(`a ${name} authority signs a server certificate that OpenSSL verifies`, () => {
      const caKey = generateSigningKey(spec, random, crypto);
      const tools = { random, crypto };
      const ca = parseCertificate(createSelfSignedCertificate({ subject: { commonName: 'lab CA' }, ...validity }, caKey, tools));
      const key = generateSigningKey(spec, random, crypto);
      const leaf = { subject: { commonName: 'localhost' }, ...validity, role: 'server', dnsNames: ['localhost'] } as const;
      const der = signCertificate(leaf, key.publicKey, { certificate: ca, key: caKey }, tools);
      const parsed = new X509Certificate(der);
      assert.equal(parsed.verify(new X509Certificate(ca.raw).publicKey), true);
      assert.equal(parsed.checkIssued(new X509Certificate(ca.raw)), true);
      assert.equal(parsed.subjectAltName, 'DNS:localhost');
      assert.deepEqual(parsed.keyUsage, ['1.3.6.1.5.5.7.3.1']);
    });

    it(`a ${name} request carries its names and its own signature`, () => {
      const key = generateSigningKey(spec, random, crypto);
      const der = createCertificateRequest({ subject: { commonName: 'a', organization: ['b'] }, dnsNames: ['c.example'] }, key, crypto);
      const request = parseCertificateRequest(der);
      checkRequestSignature(request, crypto);
      assert.deepEqual([request.subject.commonName, request.subject.organization, request.dnsNames], ['a', ['b'], ['c.example']]);
      const broken = { ...request, signature: request.signature.with(-1, (request.signature.at(-1) ?? 0) ^ 1) };
      assert.throws(() => checkRequestSignature(broken, crypto), { name: 'PkiError' });
    });
  }
});
