import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { seededRandom } from '../../base/env/seeded-random';
import { decodeAllPem, encodePem, lintCertificate, parseCertificate, parseCertificateRequest, PkiError } from '../../pki';
import { decodePrivateKey } from '../../pki/signing/decode';
import { bytes, crypto, list, record, text, utf8 } from './check';

const INPUTS = 100_000;
const LIMIT_MS = 60_000;
const LARGEST_GROWTH = 400e6;

const random = seededRandom('fuzz').stream('inputs');

interface Reader {
  readonly name: string;
  readonly seeds: readonly Uint8Array[];
  readonly read: (input: Uint8Array) => unknown;
  readonly share: number;
}

function recorded(file: string): readonly unknown[] {
  const zipped = readFileSync(path.join(__dirname, `../../fixtures/recorded/certs/${file}.json.gz`));
  return list(JSON.parse(gunzipSync(zipped).toString('utf8')));
}

const requests = recorded('templates').flatMap((vector) =>
  decodeAllPem(utf8(record(record(vector).csr).request)).map((block) => block.bytes),
);
const certificates = recorded('templates').flatMap((vector) => {
  const { certificate, sampleCertificate } = record(record(vector).expected);
  const hex = text(certificate ?? sampleCertificate);
  return hex === '' ? [] : [Uint8Array.from(Buffer.from(hex, 'hex'))];
});
const pems = recorded('pem').map((vector) => bytes(record(vector).inputBase64));
const keys = recorded('keypairs').flatMap((vector) => decodeAllPem(bytes(record(record(vector).data)['tls.key'])));

const READERS: readonly Reader[] = [
  { name: 'requests', seeds: requests, read: parseCertificateRequest, share: 0.4 },
  { name: 'certificates', seeds: certificates, read: parseCertificate, share: 0.3 },
  { name: 'certificates to lint', seeds: certificates, read: lintCertificate, share: 0.05 },
  { name: 'PEM', seeds: pems, read: decodeAllPem, share: 0.24 },
  { name: 'private keys', seeds: keys.map(({ bytes: der }) => der), read: readKey, share: 0.01 },
];

function readKey(der: Uint8Array): unknown {
  return decodePrivateKey(utf8(encodePem(['PRIVATE KEY', 'EC PRIVATE KEY', 'RSA PRIVATE KEY'][random.integer(3)] ?? '', der)), crypto);
}

function mutated(seed: Uint8Array): Uint8Array {
  const at = random.integer(Math.max(1, seed.length));
  const value = random.integer(256);
  switch (random.integer(5)) {
    case 0:
      return seed.length === 0 ? seed : seed.with(at, value);
    case 1:
      return seed.subarray(0, at);
    case 2:
      return Uint8Array.from([...seed.subarray(0, at), value, ...seed.subarray(at)]);
    case 3:
      return Uint8Array.from([...seed.subarray(0, at), ...seed.subarray(at + 1 + random.integer(8))]);
    default:
      return seed.length === 0 ? seed : seed.with(at, (seed[at] ?? 0) ^ (1 << random.integer(8)));
  }
}

function read(reader: Reader, input: Uint8Array): 'read' | 'refused' {
  try {
    reader.read(input);
    return 'read';
  } catch (error) {
    if (error instanceof PkiError) return 'refused';
    const cause = error instanceof Error ? error.stack : String(error);
    throw new Error(`${reader.name}: ${Buffer.from(input).toString('hex')}: ${cause ?? ''}`);
  }
}

describe('readers of foreign bytes', function () {
  this.timeout(2 * LIMIT_MS);

  it(`read or refuse ${INPUTS.toLocaleString('en')} altered inputs, and do nothing else`, () => {
    const started = performance.now();
    const before = process.memoryUsage().heapUsed;
    const outcomes = { read: 0, refused: 0 };
    for (const reader of READERS) {
      for (let i = 0; i < INPUTS * reader.share; i++) {
        const once = mutated(reader.seeds[random.integer(reader.seeds.length)] ?? new Uint8Array(0));
        outcomes[read(reader, random.integer(2) === 0 ? once : mutated(once))]++;
      }
    }
    assert.ok(outcomes.read > 1000 && outcomes.refused > 1000, JSON.stringify(outcomes));
    assert.ok(performance.now() - started < LIMIT_MS, 'it took too long');
    assert.ok(process.memoryUsage().heapUsed - before < LARGEST_GROWTH, 'it kept too much memory');
  });
});
