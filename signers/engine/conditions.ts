import type { CertificateSigningRequest, CertificateSigningRequestCondition } from '../../kube/types/certificates';

/** cert-manager looks at the type alone: an `Approved` with status False counts as well. */
export function hasCondition(request: CertificateSigningRequest, type: 'Approved' | 'Denied' | 'Failed'): boolean {
  return conditionOf(request, type) !== undefined;
}

export function conditionOf(request: CertificateSigningRequest, type: string): CertificateSigningRequestCondition | undefined {
  return (request.status?.conditions ?? []).find((condition) => condition.type === type);
}

/** The request with a Failed condition appended; `time` is RFC 3339 in whole seconds. */
export function withFailed(
  request: CertificateSigningRequest,
  failure: { readonly reason: string; readonly message: string; readonly time: string },
): CertificateSigningRequest {
  const { reason, message, time } = failure;
  const condition = { type: 'Failed', status: 'True', reason, message, lastUpdateTime: time, lastTransitionTime: time };
  return { ...request, status: { ...request.status, conditions: [...(request.status?.conditions ?? []), condition] } };
}
