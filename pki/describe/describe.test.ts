import assert from 'node:assert/strict';
import { nodeCrypto } from '../../base/env/node/crypto';
import { seededRandom } from '../../base/env/seeded-random';
import {
  createCertificateRequest,
  createSelfSignedCertificate,
  describeCertificate,
  describeRequest,
  encodePem,
  generateSigningKey,
  parseCertificate,
  parseCertificateRequest,
  signTemplate,
  templateFromRequest,
  traceCertificate,
} from '..';
import { parseUrl } from '../../base/go/url';
import { encodeKeyUsage } from '../extension/key-usage';
import { utf8 } from '../bytes';

const crypto = nodeCrypto();
const random = seededRandom(3).stream('describe');
const key = generateSigningKey({ kind: 'ECDSA', curve: 'P-256' }, random, crypto);
const caKey = generateSigningKey({ kind: 'Ed25519' }, random, crypto);

const request = createCertificateRequest(
  {
    subject: { commonName: 'web', organization: ['Lab, Inc.'] },
    dnsNames: ['web.example'],
    ipAddresses: [Uint8Array.of(10, 0, 0, 1)],
    uris: [parseUrl('spiffe://lab/web')],
    extensions: [encodeKeyUsage(1), { oid: '1.2.3.4', critical: false, value: utf8('x') }],
  },
  key,
  crypto,
);
const asked = { pem: utf8(encodePem('CERTIFICATE REQUEST', request)), usages: ['digital signature'], isCa: false };
const validity = { now: 1_900_000_000_000_000_000n, duration: 3_600_000_000_000n };
const ca = createSelfSignedCertificate({ subject: { commonName: 'CA' }, notBefore: 0, notAfter: 2e9 }, caKey, { random, crypto });
const pair = { key: caKey, certificates: [parseCertificate(ca)] };
const { certificate } = signTemplate(templateFromRequest({ ...asked, ...validity }, crypto), pair, { random, crypto });

const NAMES = 'DNS web.example, IP 10.0.0.1, URI spiffe://lab/web';

describe('presentation', () => {
  it('a request is shown field by field', () => {
    assert.deepEqual(describeRequest(parseCertificateRequest(request)), [
      { name: 'version', value: '1' },
      { name: 'subject', value: 'CN=web,O=Lab\\, Inc.' },
      { name: 'public key', value: 'ECDSA P-256' },
      { name: 'subjectAltName', value: NAMES, critical: false },
      { name: 'keyUsage', value: 'digitalSignature', critical: true },
      { name: '1.2.3.4', value: '78', critical: false },
      { name: 'signature', value: 'ECDSA-SHA256' },
    ]);
  });

  it('a certificate is shown field by field', () => {
    const shown = describeCertificate(certificate).filter(({ name }) => name !== 'serial number');
    assert.deepEqual(shown, [
      { name: 'version', value: '3' },
      { name: 'issuer', value: 'CN=CA' },
      { name: 'not before', value: '2030-03-17T17:46:40Z' },
      { name: 'not after', value: '2030-03-17T18:46:40Z' },
      { name: 'subject', value: 'CN=web,O=Lab\\, Inc.' },
      { name: 'public key', value: 'ECDSA P-256' },
      { name: 'keyUsage', value: 'digitalSignature', critical: true },
      { name: 'basicConstraints', value: 'CA no', critical: true },
      { name: 'authorityKeyId', value: shown.find(({ name }) => name === 'authorityKeyId')?.value ?? '', critical: false },
      { name: 'subjectAltName', value: NAMES, critical: false },
      { name: 'signature', value: 'Ed25519' },
    ]);
  });

  it('a certificate beside its request shows what was taken, added and dropped', () => {
    const origins = traceCertificate(parseCertificateRequest(request), certificate).map(({ name, origin }) => `${name}: ${origin}`);
    assert.deepEqual(origins, [
      'serial number: signer',
      'issuer: signer',
      'not before: signer',
      'not after: signer',
      'subject: request',
      'public key: request',
      'keyUsage: request',
      'basicConstraints: signer',
      'authorityKeyId: signer',
      'subjectAltName: request',
      '1.2.3.4: dropped',
    ]);
  });
});
