import type { KubeClient } from '../kube/client';
import { Resources } from '../kube/resources';
import type { CertificateSigningRequest } from '../kube/types/certificates';

export interface Decision {
  readonly type: 'Approved' | 'Denied';
  readonly reason: string;
  readonly message: string;
}

/** What `kubectl certificate approve|deny` does: reads the request and writes its approval endpoint. */
export async function decide(client: KubeClient, name: string, decision: Decision): Promise<void> {
  const current = await client.get<CertificateSigningRequest>(Resources.certificateSigningRequests, name);
  const conditions = [...(current.status?.conditions ?? []), { ...decision, status: 'True' }];
  const next = { ...current, status: { ...current.status, conditions } };
  await client.update(Resources.certificateSigningRequests, next, { subresource: 'approval' });
}
