import type { CertificateRequest } from '../../../../pki';

export const KUBELET_CLIENT = 'kubernetes.io/kube-apiserver-client-kubelet';

/** Why a request may not be signed, or undefined. */
type Rule = (request: CertificateRequest, usages: readonly string[]) => string | undefined;

const NODES = 'system:nodes';
const NODE_PREFIX = 'system:node:';

/** The signers of kube-controller-manager and what each demands, first violation first. */
export const SIGNER_RULES: Readonly<Record<string, Rule>> = {
  'kubernetes.io/kubelet-serving': (request, usages) =>
    first([
      [!isNodes(request), 'subject organization is not system:nodes'],
      [request.dnsNames.length === 0 && request.ipAddresses.length === 0, 'DNS or IP subjectAltName is required'],
      [request.emailAddresses.length > 0, 'Email subjectAltNames are not allowed'],
      [request.uris.length > 0, 'URI subjectAltNames are not allowed'],
      [!isUsages(usages, 'server auth'), 'usages did not match [digital signature key encipherment server auth]'],
      [!request.subject.commonName.startsWith(NODE_PREFIX), `subject common name does not begin with ${NODE_PREFIX}`],
    ]),
  [KUBELET_CLIENT]: (request, usages) =>
    first([
      [!isNodes(request), 'subject organization is not system:nodes'],
      [request.dnsNames.length > 0, 'DNS subjectAltNames are not allowed'],
      [request.emailAddresses.length > 0, 'Email subjectAltNames are not allowed'],
      [request.ipAddresses.length > 0, 'IP subjectAltNames are not allowed'],
      [request.uris.length > 0, 'URI subjectAltNames are not allowed'],
      [!request.subject.commonName.startsWith(NODE_PREFIX), `subject common name does not begin with ${NODE_PREFIX}`],
      [!isUsages(usages, 'client auth'), 'usages did not match [client auth digital signature key encipherment]'],
    ]),
  'kubernetes.io/kube-apiserver-client': (_request, usages) => {
    const other = usages.find((usage) => !['client auth', 'digital signature', 'key encipherment'].includes(usage));
    if (other !== undefined) return `invalid usage for client certificate: ${other}`;
    return usages.includes('client auth') ? undefined : 'missing required usage for client certificate: client auth';
  },
  'kubernetes.io/legacy-unknown': () => undefined,
};

function first(checks: readonly (readonly [boolean, string])[]): string | undefined {
  return checks.find(([violated]) => violated)?.[1];
}

function isNodes({ subject }: CertificateRequest): boolean {
  return subject.organization.length === 1 && subject.organization[0] === NODES;
}

/** As a set: digital signature and the given one, with or without key encipherment. */
function isUsages(usages: readonly string[], purpose: string): boolean {
  const rest = new Set(usages);
  const complete = rest.delete('digital signature') && rest.delete(purpose);
  rest.delete('key encipherment');
  return complete && rest.size === 0;
}
