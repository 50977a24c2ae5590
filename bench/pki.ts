// How much of the raw speed of node:crypto is left when a request is verified and a certificate signed: npx ts-node bench/pki.ts
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { CryptoPort } from '../base/env/crypto';
import { nodeCrypto } from '../base/env/node/crypto';
import { systemRandom } from '../base/env/node/random';
import {
  createCertificateRequest,
  createSelfSignedCertificate,
  decodeRequest,
  encodePem,
  generateSigningKey,
  parseCertificate,
  signTemplate,
  templateFromRequest,
  type SigningKeyPair,
} from '../pki';

const ROUNDS = 45;
const WARM_UP = 15;
const BATCH = 300;
const GOAL = 0.5;

const P256 = { kind: 'ECDSA', curve: 'P-256' } as const;
const crypto = nodeCrypto();
const random = systemRandom.stream('bench');

interface Prepared {
  readonly pem: Uint8Array;
  readonly spki: Buffer;
  readonly info: Uint8Array;
  readonly signature: Uint8Array;
}

function main(): number {
  const pair = authority();
  const batch = Array.from({ length: BATCH }, prepared);
  const key = createPrivateKey({ key: Buffer.from(pair.key.pkcs8), format: 'der', type: 'pkcs8' });
  const raw = ({ spki, info, signature }: Prepared): void => {
    verify('sha256', info, createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature);
    sign('sha256', info, key);
  };
  const ours =
    (crypto: CryptoPort) =>
    ({ pem }: Prepared): void => {
      const asked = { pem, usages: ['digital signature', 'server auth'], isCa: false, now: 0n, duration: 3_600_000_000_000n };
      signTemplate(templateFromRequest(asked, crypto), pair, { random, crypto });
    };
  // Both in turns, so that whatever else the machine does hits both. A new port each round: it has seen none of the keys.
  const round = (): { raw: number; ours: number } => ({ raw: microseconds(batch, raw), ours: microseconds(batch, ours(nodeCrypto())) });
  const times = Array.from({ length: ROUNDS }, round).slice(WARM_UP);
  const [rawTime, ourTime] = [median(times.map((time) => time.raw)), median(times.map((time) => time.ours))];
  const ratio = rawTime / ourTime;
  console.log(`node:crypto alone (import, verify, sign)   ${rawTime.toFixed(1)} µs`);
  console.log(`PEM request to certificate and its chain   ${ourTime.toFixed(1)} µs`);
  console.log(`ratio ${ratio.toFixed(2)} (goal ${GOAL})`);
  return ratio >= GOAL ? 0 : 1;
}

function authority(): SigningKeyPair {
  const key = generateSigningKey(P256, random, crypto);
  const der = createSelfSignedCertificate({ subject: { commonName: 'CA' }, notBefore: 0, notAfter: 2 ** 32 }, key, { random, crypto });
  return { key, certificates: [parseCertificate(der)] };
}

// Every request has a key of its own.
function prepared(): Prepared {
  const key = generateSigningKey(P256, random, crypto);
  const names = ['web.example', 'www.web.example'];
  const der = createCertificateRequest({ subject: { commonName: 'web.example' }, dnsNames: names }, key, crypto);
  const pem = new TextEncoder().encode(encodePem('CERTIFICATE REQUEST', der));
  const { publicKey, info, signature } = decodeRequest(pem);
  return {
    pem,
    spki: publicKey === undefined || publicKey.kind === 'DSA' ? Buffer.alloc(0) : Buffer.from(publicKey.spki),
    info,
    signature,
  };
}

function microseconds(batch: readonly Prepared[], run: (one: Prepared) => void): number {
  const started = process.cpuUsage();
  for (const one of batch) run(one);
  const { user, system } = process.cpuUsage(started);
  return (user + system) / batch.length;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

process.exitCode = main();
