import { formatDuration, parseDuration, Second } from '../../base/go';
import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { extKeyUsageNames, keyUsageNames } from '../../pki/usage/usages';
import { DURATION_ANNOTATION, IS_CA_ANNOTATION } from '../engine/annotations';
import type { Certificate } from './certificate';
import { certificateUsages } from './usages';

/** The request for a Certificate (section 11.4), with its labels and annotations. */
export function buildRequest(
  { metadata = {}, spec = {} }: Certificate,
  { name, signerName, pem }: { readonly name: string; readonly signerName: string; readonly pem: string },
): CertificateSigningRequest {
  const { keyUsage, extKeyUsage, unknown } = certificateUsages(spec);
  if (unknown.length > 0) throw new Error(`unknown key usages: [${unknown.join(' ')}]`);
  const duration = spec.duration === undefined ? undefined : parseDuration(spec.duration);
  return {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: {
      name,
      ...(metadata.labels === undefined ? {} : { labels: metadata.labels }),
      annotations: {
        ...metadata.annotations,
        [IS_CA_ANNOTATION]: String(spec.isCA === true),
        ...(duration === undefined ? {} : { [DURATION_ANNOTATION]: formatDuration(duration) }),
      },
    },
    spec: {
      request: btoa(pem),
      signerName,
      usages: [...keyUsageNames(keyUsage), ...extKeyUsageNames(extKeyUsage)],
      ...(duration === undefined ? {} : { expirationSeconds: Number(duration / Second) }),
    },
  };
}
