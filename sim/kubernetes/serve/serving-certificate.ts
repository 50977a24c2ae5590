import type { CryptoPort } from '../../../base/env/crypto';
import type { Clock, Random } from '../../../base/env/ports';
import {
  createSelfSignedCertificate,
  encodePem,
  generateSigningKey,
  parseCertificate,
  signCertificate,
  type SigningKey,
} from '../../../pki';

/** PEM. */
export interface ServingCertificate {
  readonly ca: string;
  readonly caKey: string;
  readonly cert: string;
  readonly key: string;
}

const YEAR = 365 * 24 * 3600;
const FIVE_MINUTES = 300;

export interface CertificateTools {
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoPort;
}

/** A fresh authority and a certificate from it that names the local host and the service `kubernetes`. */
export function makeServingCertificate({ clock, random, crypto }: CertificateTools): ServingCertificate {
  const stream = random.stream('serving-certificate');
  const tools = { random: stream, crypto };
  const now = Math.floor(clock.now() / 1000);
  const validity = { notBefore: now - FIVE_MINUTES, notAfter: now + 10 * YEAR };
  const caKey = generateSigningKey({ kind: 'ECDSA', curve: 'P-256' }, stream, crypto);
  const ca = createSelfSignedCertificate({ subject: { commonName: 'kubernetes' }, ...validity }, caKey, tools);
  const key = generateSigningKey({ kind: 'ECDSA', curve: 'P-256' }, stream, crypto);
  const names = {
    dnsNames: ['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local'],
    ipAddresses: [Uint8Array.of(127, 0, 0, 1), Uint8Array.of(10, 0, 0, 1)],
  };
  const template = { subject: { commonName: 'kube-apiserver' }, role: 'server', ...validity, ...names } as const;
  const cert = signCertificate(template, key.publicKey, { certificate: parseCertificate(ca), key: caKey }, tools);
  return { ca: pem(ca), caKey: keyPem(caKey), cert: pem(cert), key: keyPem(key) };
}

function pem(der: Uint8Array): string {
  return encodePem('CERTIFICATE', der);
}

function keyPem({ pkcs8 }: SigningKey): string {
  return encodePem('PRIVATE KEY', pkcs8);
}
