import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { wish } from './wish';

const CERT_MANAGER = /^(issuers|clusterissuers)\.cert-manager\.io\//;

/** A request that the signer must end as Failed: the one it declares, or cert-manager's "this is no duration"; undefined when none is known. */
export function unsignable(signerName: string, declared: CertificateSigningRequest | undefined): CertificateSigningRequest | undefined {
  if (declared !== undefined) return { ...declared, spec: { ...wish(signerName).spec, ...declared.spec, signerName } };
  if (!CERT_MANAGER.test(signerName)) return undefined;
  return wish(signerName, [{ field: 'experimental.cert-manager.io/request-duration', value: 'tomorrow' }]);
}
