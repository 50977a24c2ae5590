import { nodeCrypto } from '../../base/env/node/crypto';
import { systemRandom } from '../../base/env/node/random';
import { createCertificateRequest, createSelfSignedCertificate, encodePem, generateSigningKey } from '../../pki';

const P256 = { kind: 'ECDSA', curve: 'P-256' } as const;
const DAY = 24 * 3600;

const crypto = nodeCrypto();
const random = systemRandom.stream('steps');

/** A new P-256 key's request for `<name>.team-a.svc`: PEM. The common name is the DNS name unless another is given. */
export function createRequestPem(name: string, commonName = `${name}.team-a.svc`): string {
  const key = generateSigningKey(P256, random, crypto);
  const dnsName = `${name}.team-a.svc`;
  const der = createCertificateRequest({ subject: { commonName }, dnsNames: [dnsName] }, key, crypto);
  return encodePem('CERTIFICATE REQUEST', der);
}

/** A new root with its key, as a CA issuer's Secret holds them: PEM. */
export function createAuthority(commonName: string): { certificate: string; key: string } {
  const key = generateSigningKey(P256, random, crypto);
  const now = Math.floor(Date.now() / 1000);
  const subject = { commonName, organization: ['csrlab test authority'] };
  const der = createSelfSignedCertificate({ subject, notBefore: now - DAY, notAfter: now + 3650 * DAY }, key, { random, crypto });
  return { certificate: encodePem('CERTIFICATE', der), key: encodePem('PRIVATE KEY', key.pkcs8) };
}
