import { base64Of } from '../../model/bytes';
import { Resources } from '../../../../kube/resources';
import { timeText } from '../../../../kube/time';
import type { CertificateSigningRequestSpec } from '../../../../kube/types/certificates';
import { isClusterSigner, signerRefusal } from '../../../../pki';
import type { CertificateRequest } from '../../../../pki';
import type { Controller, ControllerContext } from '../controller';
import { startCsrLoop } from './csr-loop';
import { conditionOf, isApproved, requestIn, withCondition } from './requests';

/** The cluster's certificate authority. */
export interface ClusterSigner {
  /** PEM of the certificate. Throws with Go's text; the request is tried again then. */
  sign(request: CertificateRequest, spec: Pick<CertificateSigningRequestSpec, 'usages' | 'expirationSeconds'>): Uint8Array;
}

/** `csrsigning`: signs approved requests for the `kubernetes.io/…` signers, or fails those that break a signer's rules. */
export function startCsrSigner(context: ControllerContext, signer: ClusterSigner): Controller {
  const client = context.client('certificate-controller');
  return startCsrLoop(context, 'csrsigning', async (csr) => {
    const { spec = {} } = csr;
    const { signerName = '', usages = [] } = spec;
    if (!isClusterSigner(signerName) || !isApproved(csr) || conditionOf(csr, 'Failed')?.status === 'True') return;
    const request = requestIn(csr);
    const violation = signerRefusal(signerName, request, usages);
    if (violation !== undefined) {
      const lastUpdateTime = timeText(context.clock.now());
      const failed = { type: 'Failed', status: 'True', reason: 'SignerValidationFailure', message: violation, lastUpdateTime };
      await client.update(Resources.certificateSigningRequests, withCondition(csr, failed), { subresource: 'status' });
      return;
    }
    const certificate = base64Of(signer.sign(request, spec));
    await client.update(
      Resources.certificateSigningRequests,
      { ...csr, status: { ...csr.status, certificate } },
      { subresource: 'status' },
    );
  });
}
