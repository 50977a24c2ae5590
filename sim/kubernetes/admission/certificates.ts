import type { CertificateSigningRequest } from '../../../kube/types/certificates';
import { decodePem, parseCertificateRequest } from '../../../pki';
import { mayUseSigner, type Authorizer } from '../access';
import type { AdmissionAttributes, AdmissionPlugin } from '../model/admission';
import { bytesOf } from '../model/bytes';
import { refusal } from './refusal';

const CLIENT_SIGNER = 'kubernetes.io/kube-apiserver-client';
const MASTERS = 'system:masters';

/** Whoever writes /approval, even without changing anything, needs the right to approve for the signer. */
export function certificateApproval(authorizer: Authorizer): AdmissionPlugin {
  return {
    name: 'CertificateApproval',
    validate(attributes) {
      if (!isUpdateOf(attributes, 'approval')) return;
      const signerName = signerOf(attributes.oldObject);
      if (mayUseSigner(authorizer, attributes.context.user, 'approve', signerName)) return;
      throw refusal(attributes, `user not permitted to approve requests with signerName "${signerName}"`);
    },
  };
}

/** Whoever changes what was issued, or any condition, through /status needs the right to sign. */
export function certificateSigning(authorizer: Authorizer): AdmissionPlugin {
  return {
    name: 'CertificateSigning',
    validate(attributes) {
      if (!isUpdateOf(attributes, 'status')) return;
      const [next, current]: (CertificateSigningRequest | undefined)[] = [attributes.object, attributes.oldObject];
      if (sameOutcome(next, current)) return;
      const signerName = signerOf(current);
      if (mayUseSigner(authorizer, attributes.context.user, 'sign', signerName)) return;
      throw refusal(attributes, `user not permitted to sign requests with signerName "${signerName}"`);
    },
  };
}

/** Nobody gets a client certificate that RBAC cannot hold back. */
export function certificateSubjectRestriction(): AdmissionPlugin {
  return {
    name: 'CertificateSubjectRestriction',
    validate(attributes) {
      if (attributes.operation !== 'CREATE' || !isRequest(attributes) || attributes.subresource !== '') return;
      const csr: CertificateSigningRequest = attributes.object ?? {};
      if (csr.spec?.signerName !== CLIENT_SIGNER) return;
      if (!organizationsOf(bytesOf(csr.spec.request)).includes(MASTERS)) return;
      throw refusal(attributes, `use of ${CLIENT_SIGNER} signer with ${MASTERS} group is not allowed`);
    },
  };
}

function organizationsOf(request: Uint8Array): readonly string[] {
  const block = decodePem(request)?.block;
  // Validation has read it already.
  return block === undefined ? [] : parseCertificateRequest(block.bytes).subject.organization;
}

function isRequest({ resource }: AdmissionAttributes): boolean {
  return resource.group === 'certificates.k8s.io' && resource.resource === 'certificatesigningrequests';
}

function isUpdateOf(attributes: AdmissionAttributes, subresource: string): boolean {
  return attributes.operation === 'UPDATE' && attributes.subresource === subresource && isRequest(attributes);
}

function signerOf(csr: CertificateSigningRequest | undefined): string {
  return csr?.spec?.signerName ?? '';
}

function sameOutcome(next: CertificateSigningRequest | undefined, current: CertificateSigningRequest | undefined): boolean {
  if (next?.status?.certificate !== current?.status?.certificate) return false;
  const [a, b] = [next?.status?.conditions ?? [], current?.status?.conditions ?? []];
  return a.length === b.length && a.every((condition, index) => sameMembers(condition, b[index] ?? {}));
}

function sameMembers(a: object, b: object): boolean {
  const others = new Map<string, unknown>(Object.entries(b));
  const members = Object.entries(a);
  return members.length === others.size && members.every(([name, value]) => others.get(name) === value);
}
