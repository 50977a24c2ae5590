import { nodeCrypto } from '../../base/env/node/crypto';
import { systemRandom } from '../../base/env/node/random';
import {
  createCertificateRequest,
  createSelfSignedCertificate,
  encodePem,
  generateSigningKey,
  parseCertificate,
  signCertificate,
} from '../../pki';

const P256 = { kind: 'ECDSA', curve: 'P-256' } as const;
const DAY = 24 * 3600;

const crypto = nodeCrypto();
const random = systemRandom.stream('steps');

/** A new P-256 key's request for `<name>.team-a.svc`, or another name: PEM. The common name is the DNS name unless another is given. */
export function createRequestPem(name: string, more: { readonly dnsName?: string; readonly commonName?: string } = {}): string {
  const { dnsName = `${name}.team-a.svc`, commonName = dnsName } = more;
  return keyed(dnsName, commonName).pem;
}

/** The same with its private key: PEM. The name is within namespace team-a. */
export function createKeyedRequest(name: string): { readonly pem: string; readonly privateKey: string } {
  return keyed(`${name}.team-a.svc`);
}

/** A new root with its key, as a CA issuer's Secret holds them: PEM. */
export function createAuthority(commonName: string): { certificate: string; key: string } {
  const key = generateSigningKey(P256, random, crypto);
  const now = Math.floor(Date.now() / 1000);
  const subject = { commonName, organization: ['csrlab test authority'] };
  const der = createSelfSignedCertificate({ subject, notBefore: now - DAY, notAfter: now + 3650 * DAY }, key, { random, crypto });
  return { certificate: encodePem('CERTIFICATE', der), key: encodePem('PRIVATE KEY', key.pkcs8) };
}

/** An authority below a root: its certificate with the root's behind it, as a CA issuer's Secret may hold them. */
export function createIntermediate(commonName: string): { certificate: string; key: string } {
  const [rootKey, key] = [generateSigningKey(P256, random, crypto), generateSigningKey(P256, random, crypto)];
  const now = Math.floor(Date.now() / 1000);
  const validity = { notBefore: now - DAY, notAfter: now + 3650 * DAY };
  const root = createSelfSignedCertificate({ subject: { commonName: `${commonName} root` }, ...validity }, rootKey, { random, crypto });
  const authority = { certificate: parseCertificate(root), key: rootKey };
  const below = signCertificate({ subject: { commonName }, ...validity }, key.publicKey, authority, { random, crypto });
  const certificate = encodePem('CERTIFICATE', below) + encodePem('CERTIFICATE', root);
  return { certificate, key: encodePem('PRIVATE KEY', key.pkcs8) };
}

function keyed(dnsName: string, commonName = dnsName): { readonly pem: string; readonly privateKey: string } {
  const key = generateSigningKey(P256, random, crypto);
  const der = createCertificateRequest({ subject: { commonName }, dnsNames: [dnsName] }, key, crypto);
  return { pem: encodePem('CERTIFICATE REQUEST', der), privateKey: encodePem('PRIVATE KEY', key.pkcs8) };
}
