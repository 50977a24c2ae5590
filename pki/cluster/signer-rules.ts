import type { CertificateRequest } from '../request/parse-request';

/** What the built-in signers ask of a request before they sign it. */

const NODES = 'system:nodes';
const NODE_PREFIX = 'system:node:';

const CLIENT = 'client auth';
const SERVER = 'server auth';
const SIGNATURE = 'digital signature';
const ENCIPHERMENT = 'key encipherment';

type Rule = (request: CertificateRequest, usages: readonly string[]) => string | undefined;

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['kubernetes.io/kube-apiserver-client', (_request, usages) => clientUsages(usages)],
  ['kubernetes.io/kube-apiserver-client-kubelet', kubeletClient],
  ['kubernetes.io/kubelet-serving', kubeletServing],
  ['kubernetes.io/legacy-unknown', () => undefined],
]);

export function isClusterSigner(signerName: string): boolean {
  return RULES.has(signerName);
}

/** Why the signer refuses the request, in the words of its Failed condition; undefined when it does not. */
export function refusal(signerName: string, request: CertificateRequest, usages: readonly string[]): string | undefined {
  return RULES.get(signerName)?.(request, usages);
}

/** Whether the request is a kubelet's for its client certificate. */
export function isKubeletClientRequest(request: CertificateRequest, usages: readonly string[]): boolean {
  return kubeletClient(request, usages) === undefined;
}

function clientUsages(usages: readonly string[]): string | undefined {
  const foreign = usages.find((usage) => usage !== CLIENT && usage !== SIGNATURE && usage !== ENCIPHERMENT);
  if (foreign !== undefined) return `invalid usage for client certificate: ${foreign}`;
  return usages.includes(CLIENT) ? undefined : `missing required usage for client certificate: ${CLIENT}`;
}

function kubeletClient(request: CertificateRequest, usages: readonly string[]): string | undefined {
  if (!isOfNodes(request)) return 'subject organization is not system:nodes';
  if (request.dnsNames.length > 0) return 'DNS subjectAltNames are not allowed';
  if (request.emailAddresses.length > 0) return 'Email subjectAltNames are not allowed';
  if (request.ipAddresses.length > 0) return 'IP subjectAltNames are not allowed';
  if (request.uris.length > 0) return 'URI subjectAltNames are not allowed';
  if (!isNode(request)) return 'subject common name does not begin with system:node:';
  return exactUsages(usages, CLIENT) ? undefined : `usages did not match [${CLIENT} ${SIGNATURE} ${ENCIPHERMENT}]`;
}

function kubeletServing(request: CertificateRequest, usages: readonly string[]): string | undefined {
  if (!isOfNodes(request)) return 'subject organization is not system:nodes';
  if (request.dnsNames.length === 0 && request.ipAddresses.length === 0) return 'DNS or IP subjectAltName is required';
  if (request.emailAddresses.length > 0) return 'Email subjectAltNames are not allowed';
  if (request.uris.length > 0) return 'URI subjectAltNames are not allowed';
  if (!exactUsages(usages, SERVER)) return `usages did not match [${SIGNATURE} ${ENCIPHERMENT} ${SERVER}]`;
  return isNode(request) ? undefined : 'subject common name does not begin with system:node:';
}

function isOfNodes({ subject }: CertificateRequest): boolean {
  return subject.organization.length === 1 && subject.organization[0] === NODES;
}

function isNode({ subject }: CertificateRequest): boolean {
  return subject.commonName.startsWith(NODE_PREFIX);
}

// Key encipherment is for RSA keys; the others leave it out.
function exactUsages(usages: readonly string[], purpose: string): boolean {
  const set = new Set(usages);
  const base = set.has(SIGNATURE) && set.has(purpose);
  return base && set.size === (set.has(ENCIPHERMENT) ? 3 : 2);
}
