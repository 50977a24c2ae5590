import assert from 'node:assert/strict';
import { nodeCrypto } from '../../base/env/node/crypto';
import { seededRandom } from '../../base/env/seeded-random';
import { utf8 } from '../bytes';
import { createCertificate, type CertificateTemplate } from '../certificate/create-certificate';
import { EXT_KEY_USAGE } from '../extension/ext-key-usage';
import { EXTENSION } from '../extension/extension';
import { KEY_USAGE } from '../extension/key-usage';
import { NO_NAMES } from '../extension/san';
import { generateSigningKey } from '../key/signing-key';
import { encodeName } from '../name/encode-name';
import { lintCertificate } from './lint';

const crypto = nodeCrypto();
const random = seededRandom(1).stream('lint');
const key = generateSigningKey({ kind: 'ECDSA', curve: 'P-256' }, random, crypto);
const authority = { rawSubject: encodeName({ commonName: 'CA' }), subjectKeyId: Uint8Array.of(1, 2, 3), publicKey: key.publicKey };

const leaf: CertificateTemplate = {
  serialNumber: Uint8Array.of(7),
  rawSubject: encodeName({ commonName: 'web' }),
  notBefore: 1_900_000_000,
  notAfter: 1_900_003_600,
  publicKey: key.publicKey,
  keyUsage: KEY_USAGE.digitalSignature,
  extKeyUsage: [EXT_KEY_USAGE.serverAuth],
  basicConstraints: { isCa: false },
  subjectAltNames: { ...NO_NAMES, dnsNames: ['web.example'] },
};
const ca: CertificateTemplate = { ...leaf, basicConstraints: { isCa: true }, keyUsage: KEY_USAGE.keyCertSign, extKeyUsage: [] };

function rulesBroken(template: CertificateTemplate, issuer: Partial<typeof authority> = {}): readonly string[] {
  return lintCertificate(createCertificate(template, { ...authority, ...issuer }, key, crypto)).map(({ rule }) => rule);
}

const san = (...dnsNames: readonly string[]): Partial<CertificateTemplate> => ({ subjectAltNames: { ...NO_NAMES, dnsNames } });
const extension = (oid: string, critical: boolean, value: Uint8Array): Partial<CertificateTemplate> => ({
  extraExtensions: [{ oid, critical, value }],
});

const CASES: readonly (readonly [what: string, template: CertificateTemplate, rules: readonly string[]])[] = [
  ['a plain server certificate', leaf, []],
  ['a plain authority', ca, []],
  ['a serial of zero', { ...leaf, serialNumber: Uint8Array.of(0) }, ['serial-positive']],
  ['a serial of 21 octets', { ...leaf, serialNumber: new Uint8Array(20).fill(0xff) }, ['serial-length']],
  ['an end before the beginning', { ...leaf, notAfter: 1 }, ['validity-order']],
  ['an empty subject with critical names', { ...leaf, rawSubject: encodeName({}) }, []],
  ['no names at all', { ...leaf, rawSubject: encodeName({}), ...san() }, ['subject-or-critical-names']],
  ['an authority without a subject', { ...ca, rawSubject: encodeName({}) }, ['authority-subject-present']],
  ['a common name of 65 characters', { ...leaf, rawSubject: encodeName({ commonName: 'a'.repeat(65) }) }, ['attribute-length']],
  ['a country in full', { ...leaf, rawSubject: encodeName({ country: ['Germany'] }) }, ['country-code']],
  ['a wildcard', { ...leaf, ...san('*.web.example') }, []],
  ['names that are none', { ...leaf, ...san('a b', 'a..b', 'x.*.y', '') }, Array.from({ length: 4 }, () => 'dns-name-syntax')],
  ['an end entity that signs certificates', { ...leaf, keyUsage: KEY_USAGE.keyCertSign }, ['certificate-signing-of-authority']],
  ['an authority that does not', { ...ca, keyUsage: KEY_USAGE.cRLSign }, ['authority-key-usage']],
  ['an authority without key usage', { ...ca, keyUsage: 0 }, ['authority-key-usage']],
  ['a path length without authority', { ...leaf, basicConstraints: { isCa: false, maxPathLength: 0 } }, ['path-length-of-authority']],
  ['encipherOnly alone', { ...leaf, keyUsage: KEY_USAGE.encipherOnly }, ['only-bits-need-agreement']],
  ['encipherment by a curve key', { ...leaf, keyUsage: KEY_USAGE.keyEncipherment }, ['no-encipherment-by-curve-keys']],
  ['a purpose twice', { ...leaf, extKeyUsage: [EXT_KEY_USAGE.any, EXT_KEY_USAGE.any] }, ['purposes-unique']],
  ['an unknown critical extension', { ...leaf, ...extension('1.2.3.4', true, utf8('x')) }, ['unknown-critical']],
  ['key usage that allows nothing', { ...leaf, ...extension(EXTENSION.keyUsage, true, Uint8Array.of(3, 1, 0)) }, ['key-usage-not-empty']],
  [
    'key usage that is not critical',
    { ...leaf, ...extension(EXTENSION.keyUsage, false, Uint8Array.of(3, 2, 7, 0x80)) },
    ['key-usage-critical'],
  ],
];

describe('certificate lint', () => {
  for (const [what, template, rules] of CASES) {
    it(`${what}: ${rules.length === 0 ? 'nothing to say' : rules.join(', ')}`, () => assert.deepEqual(rulesBroken(template), rules));
  }

  it('an issuer without a key identifier leaves the chain to guessing', () => {
    assert.deepEqual(rulesBroken(leaf, { subjectKeyId: new Uint8Array(0) }), ['authority-key-id']);
  });

  it('bytes that are no certificate are one finding, in the words of the reader', () => {
    assert.deepEqual(lintCertificate(utf8('no')), [
      { rule: 'readable', section: '4.1', severity: 'error', message: 'the certificate cannot be read: x509: malformed certificate' },
    ]);
  });
});
