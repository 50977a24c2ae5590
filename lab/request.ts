import type { CryptoPort, KeySpec } from '../base/env/crypto';
import type { Random } from '../base/env/ports';
import type { CertificateSigningRequest } from '../kube/types/certificates';
import { createCertificateRequest, encodePem, generateSigningKey } from '../pki';

export interface RequestOptions {
  readonly signerName: string;
  /** @default ['digital signature', 'server auth'] */
  readonly usages?: readonly string[];
  /** @default `<name>.example.com` */
  readonly dnsNames?: readonly string[];
  /** @default the first DNS name */
  readonly commonName?: string;
  readonly expirationSeconds?: number;
  readonly annotations?: Readonly<Record<string, string>>;
  /** @default P-256 */
  readonly key?: KeySpec;
}

export interface NewRequest {
  readonly object: CertificateSigningRequest;
  /** PEM of the new private key: PKCS #8. */
  readonly privateKey: string;
}

/** A CertificateSigningRequest over a new key. */
export function newRequest(
  name: string,
  options: RequestOptions,
  tools: { readonly random: Random; readonly crypto: CryptoPort },
): NewRequest {
  const { signerName, usages = ['digital signature', 'server auth'], dnsNames = [`${name}.example.com`] } = options;
  const { annotations, expirationSeconds, commonName = dnsNames[0] ?? '' } = options;
  const key = generateSigningKey(options.key ?? { kind: 'ECDSA', curve: 'P-256' }, tools.random.stream('request', name), tools.crypto);
  const der = createCertificateRequest({ subject: { commonName }, dnsNames }, key, tools.crypto);
  return {
    privateKey: encodePem('PRIVATE KEY', key.pkcs8),
    object: {
      apiVersion: 'certificates.k8s.io/v1',
      kind: 'CertificateSigningRequest',
      metadata: { name, ...(annotations === undefined ? {} : { annotations }) },
      spec: {
        request: btoa(encodePem('CERTIFICATE REQUEST', der)),
        signerName,
        usages: [...usages],
        ...(expirationSeconds === undefined ? {} : { expirationSeconds }),
      },
    },
  };
}
