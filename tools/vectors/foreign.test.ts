import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import 'reflect-metadata';
import { X509Certificate } from '@peculiar/x509';
import { parseCertificate, toHex } from '../../pki';
import { list, record, text } from './check';

const zipped = readFileSync(path.join(__dirname, '../../fixtures/recorded/certs/templates.json.gz'));
const certificates = list(JSON.parse(gunzipSync(zipped).toString('utf8'))).flatMap((vector) => {
  const { certificate, sampleCertificate } = record(record(vector).expected);
  const hex = text(certificate ?? sampleCertificate);
  return hex === '' ? [] : [Uint8Array.from(Buffer.from(hex, 'hex'))];
});

interface Facts {
  readonly serialNumber: bigint;
  readonly key: string;
  readonly validity: readonly number[];
  readonly extensions: readonly { readonly oid: string; readonly critical: boolean; readonly value: string }[];
}

// Undefined where the library refuses: some vectors hold names it has its own mind about.
function foreignFacts(der: Uint8Array): Facts | undefined {
  try {
    const { serialNumber, publicKey, notBefore, notAfter, extensions } = new X509Certificate(der);
    return {
      serialNumber: BigInt(`0x${serialNumber}`),
      key: toHex(new Uint8Array(publicKey.rawData)),
      validity: [notBefore.getTime() / 1000, notAfter.getTime() / 1000],
      extensions: Array.from(extensions, ({ type, critical, value }) => ({ oid: type, critical, value: toHex(new Uint8Array(value)) })),
    };
  } catch {
    return undefined;
  }
}

function ownFacts(der: Uint8Array): Facts {
  const { serialNumber, rawPublicKeyInfo, notBefore, notAfter, extensions } = parseCertificate(der);
  return {
    serialNumber,
    key: toHex(rawPublicKeyInfo),
    validity: [notBefore, notAfter],
    extensions: extensions.map(({ oid, critical, value }) => ({ oid, critical, value: toHex(value) })),
  };
}

describe('certificates read by a library nobody here wrote', () => {
  const compared = certificates.flatMap((der) => {
    const foreign = foreignFacts(der);
    return foreign === undefined ? [] : [{ foreign, own: ownFacts(der) }];
  });

  it('have the same serial number, key, validity and extensions', () => {
    for (const { foreign, own } of compared) assert.deepEqual(foreign, own);
  });

  it('are nearly all of the recorded ones', () => {
    assert.ok(compared.length > 0.95 * certificates.length, `${compared.length} of ${certificates.length}`);
  });
});
