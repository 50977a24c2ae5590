import { Resources } from '../../../../kube/resources';
import type { KubeClient } from '../../../../kube/client';
import type { SubjectAccessReview } from '../../../../kube/types/authorization';
import type { CertificateSigningRequest } from '../../../../kube/types/certificates';
import { isKubeletClientRequest } from '../../../../pki';
import type { CertificateRequest } from '../../../../pki';
import { startCsrLoop } from './csr-loop';
import { conditionOf, requestIn, withCondition } from './requests';
import type { Controller, ControllerContext } from '../controller';

const SIGNER = 'kubernetes.io/kube-apiserver-client-kubelet';

interface Recognizer {
  /** The creator needs the right to create this subresource of certificatesigningrequests. */
  readonly permission: string;
  readonly message: string;
  recognizes(csr: CertificateSigningRequest, request: CertificateRequest): boolean;
}

const RECOGNIZERS: readonly Recognizer[] = [
  {
    permission: 'selfnodeclient',
    message: 'Auto approving self kubelet client certificate after SubjectAccessReview.',
    recognizes: (csr, request) => isNodeClient(csr, request) && csr.spec?.username === request.subject.commonName,
  },
  {
    permission: 'nodeclient',
    message: 'Auto approving kubelet client certificate after SubjectAccessReview.',
    recognizes: isNodeClient,
  },
];

/** `csrapproving`: approves the requests of kubelets whose creators may have that. */
export function startCsrApprover(context: ControllerContext): Controller {
  const client = context.client('certificate-controller');
  return startCsrLoop(context, 'csrapproving', async (csr) => {
    if (conditionOf(csr, 'Approved') !== undefined || conditionOf(csr, 'Denied') !== undefined) return;
    // No other signer's requests are recognized.
    if (csr.spec?.signerName !== SIGNER) return;
    const request = requestIn(csr);
    const candidates = RECOGNIZERS.filter((recognizer) => recognizer.recognizes(csr, request));
    for (const { permission, message } of candidates) {
      if (!(await mayCreate(client, csr, permission))) continue;
      const approved = withCondition(csr, { type: 'Approved', status: 'True', reason: 'AutoApproved', message });
      await client.update(Resources.certificateSigningRequests, approved, { subresource: 'approval' });
      return;
    }
    // Tried again with back-off: the right may still be granted.
    if (candidates.length > 0) {
      const tried = candidates.map(({ permission }) => permission).join(' ');
      throw new Error(`recognized csr ${JSON.stringify(csr.metadata?.name)} as [${tried}] but subject access review was not approved`);
    }
  });
}

function isNodeClient(csr: CertificateSigningRequest, request: CertificateRequest): boolean {
  return isKubeletClientRequest(request, csr.spec?.usages ?? []);
}

async function mayCreate(client: KubeClient, { spec = {} }: CertificateSigningRequest, subresource: string): Promise<boolean> {
  const review: SubjectAccessReview = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: {
      ...(spec.username === undefined ? {} : { user: spec.username }),
      ...(spec.uid === undefined ? {} : { uid: spec.uid }),
      ...(spec.groups === undefined ? {} : { groups: spec.groups }),
      ...(spec.extra === undefined ? {} : { extra: spec.extra }),
      resourceAttributes: {
        verb: 'create',
        group: 'certificates.k8s.io',
        version: '*',
        resource: 'certificatesigningrequests',
        subresource,
      },
    },
  };
  return (await client.create(Resources.subjectAccessReviews, review)).status?.allowed === true;
}
