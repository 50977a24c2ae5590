import { nodeCrypto } from '../base/env/node/crypto';
import { systemRandom } from '../base/env/node/random';
import { Resources } from '../kube/resources';
import { createCertificateRequest, encodePem, generateSigningKey } from '../pki';

export const REQUESTS = Resources.certificateSigningRequests;

const crypto = nodeCrypto();
const random = systemRandom.stream('bench');

/** A CertificateSigningRequest over a new P-256 key, as JSON. */
export function requestBody(
  name: string,
  { labels = false, signerName = 'example.com/bench' }: { labels?: boolean; signerName?: string } = {},
): string {
  const key = generateSigningKey({ kind: 'ECDSA', curve: 'P-256' }, random, crypto);
  const der = createCertificateRequest({ subject: { commonName: name }, dnsNames: [`${name}.example.com`] }, key, crypto);
  return JSON.stringify({
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name, ...(labels ? { labels: { app: 'bench' } } : {}) },
    spec: { request: btoa(encodePem('CERTIFICATE REQUEST', der)), signerName, usages: ['digital signature', 'client auth'] },
  });
}
