import { parseCertificateRequest, decodePem } from '../../../../pki';
import type { CertificateRequest } from '../../../../pki';
import { PkiError } from '../../../../pki';
import { bytesOf } from '../../model/bytes';
import type { CertificateSigningRequest, CertificateSigningRequestCondition } from '../../../../kube/types/certificates';

/** The X.509 request inside. Throws, worded as kube-controller-manager does. */
export function requestIn(csr: CertificateSigningRequest): CertificateRequest {
  const name = csr.metadata?.name ?? '';
  try {
    const found = decodePem(bytesOf(csr.spec?.request ?? ''));
    if (found?.block.type !== 'CERTIFICATE REQUEST') throw new PkiError('PEM block type must be CERTIFICATE REQUEST');
    return parseCertificateRequest(found.block.bytes);
  } catch (cause) {
    throw new Error(`unable to parse csr ${JSON.stringify(name)}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

export function conditionOf(csr: CertificateSigningRequest, type: string): CertificateSigningRequestCondition | undefined {
  return csr.status?.conditions?.find((condition) => condition.type === type);
}

export function hasCertificate(csr: CertificateSigningRequest): boolean {
  return (csr.status?.certificate ?? '') !== '';
}

/** Approved and not denied, whatever the status of the conditions says. */
export function isApproved(csr: CertificateSigningRequest): boolean {
  return conditionOf(csr, 'Approved') !== undefined && conditionOf(csr, 'Denied') === undefined;
}

export function withCondition(csr: CertificateSigningRequest, condition: CertificateSigningRequestCondition): CertificateSigningRequest {
  return { ...csr, status: { ...csr.status, conditions: [...(csr.status?.conditions ?? []), condition] } };
}
