import { Resources } from '../../kube/resources';
import type { CertificateSigningRequest, CertificateSigningRequestCondition } from '../../kube/types/certificates';
import type { KubeClient } from '../../kube/client';

const ANNOTATION = /^[a-z0-9.-]+\/[a-z0-9.-]+$/;

export interface RequestWish {
  readonly name: string;
  readonly signerName: string;
  /** PEM of the PKCS #10 request. */
  readonly pem: string;
  /** Rows of a feature's table: an annotation's key or a spec field, and its value; an empty value leaves it out. */
  readonly fields: readonly { readonly field: string; readonly value: string }[];
}

/** The object a requester sends: digital signature and client auth unless the table says otherwise. */
export function requestObject(wish: RequestWish): CertificateSigningRequest {
  const object: CertificateSigningRequest = {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: wish.name },
    spec: { request: btoa(wish.pem), signerName: wish.signerName, usages: ['digital signature', 'client auth'] },
  };
  return wish.fields.filter(({ value }) => value !== '').reduce(withField, object);
}

function withField(object: CertificateSigningRequest, { field, value }: { field: string; value: string }): CertificateSigningRequest {
  if (ANNOTATION.test(field)) {
    return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata?.annotations, [field]: value } } };
  }
  switch (field) {
    case 'spec.expirationSeconds':
      return { ...object, spec: { ...object.spec, expirationSeconds: Number(value) } };
    case 'spec.usages':
      return { ...object, spec: { ...object.spec, usages: value.split(',').map((usage) => usage.trim()) } };
    default:
      throw new Error(`the table names "${field}", which no step knows: write an annotation's key, spec.usages or spec.expirationSeconds`);
  }
}

/** Appends the decision as `kubectl certificate approve|deny` does: read, then write the approval endpoint. Returns what is then there. */
export async function decide(
  client: KubeClient,
  name: string,
  condition: { type: 'Approved' | 'Denied'; reason: string; message: string },
): Promise<CertificateSigningRequest> {
  const current = await client.get<CertificateSigningRequest>(Resources.certificateSigningRequests, name);
  const conditions = [...(current.status?.conditions ?? []), { ...condition, status: 'True' }];
  return client.update<CertificateSigningRequest>(
    Resources.certificateSigningRequests,
    { ...current, status: { ...current.status, conditions } },
    { subresource: 'approval' },
  );
}

export function conditionOf(request: CertificateSigningRequest, type: string): CertificateSigningRequestCondition | undefined {
  return request.status?.conditions?.find((condition) => condition.type === type);
}

/** What a failing step says about where the request stands. */
export function describeRequest(request: CertificateSigningRequest, events: readonly string[]): string {
  const conditions = (request.status?.conditions ?? []).map((c) => `${c.type ?? ''} (${c.reason ?? ''}: ${c.message ?? ''})`);
  return [
    `conditions: ${conditions.join(', ') || 'none'}`,
    `certificate: ${request.status?.certificate ? 'there' : 'none'}`,
    `events: ${events.join('; ') || 'none'}`,
  ].join('\n');
}
