import type { CertificateSigningRequest } from '../../kube/types/certificates';
import type { Patience } from './signer-under-test';

/** The approver that the approvers' features are held against. Travels to the steps as cucumber's world parameter `approver`. */
export interface ApproverUnderTest {
  /** A kubeconfig file of somebody who may create, decide and delete requests, impersonate their requesters and change bindings. */
  readonly kubeconfig: string;
  /** Requests that it must approve: one at least. `spec.username` and `spec.groups` say who sends each; absent, the suite does. */
  readonly approves: readonly CertificateSigningRequest[];
  /** Requests that it must not approve: one at least. */
  readonly leaves: readonly CertificateSigningRequest[];
  /** Capabilities that it does not claim, each with the reason that the report gives. */
  readonly unsupported: Readonly<Record<string, string>>;
  readonly patience: Patience;
  /** The ClusterRoleBinding that lets it approve, which is taken away for a moment. Absent, what needs that is not tested. */
  readonly binding?: string;
}
