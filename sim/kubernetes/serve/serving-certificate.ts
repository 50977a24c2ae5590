import type { CryptoPort } from '../../../base/env/crypto';
import type { Clock, Random } from '../../../base/env/ports';
import { createServingPair, type ServingPair } from '../../../pki';

export interface CertificateTools {
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoPort;
}

/** What the API server is reached by: the local host, and the service `kubernetes` with its first address. */
export const API_SERVER_HOSTS: readonly string[] = [
  'localhost',
  ...['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local'],
  ...['127.0.0.1', '10.0.0.1'],
];

/** A fresh authority and a certificate from it for the API server. */
export function makeServingCertificate({ clock, random, crypto }: CertificateTools): ServingPair {
  const tools = { random: random.stream('serving-certificate'), crypto };
  return createServingPair({ clock, authority: 'kubernetes', server: 'kube-apiserver', hosts: API_SERVER_HOSTS }, tools);
}
