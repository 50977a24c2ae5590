import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { DURATION_ANNOTATION, PRIVATE_KEY_ANNOTATION } from '../engine/annotations';
import { CERT_MANAGER_GROUP, issuerRef } from '../engine/signer-name';
import type { IssuerRef } from '../engine/signer-name';
import type { Gate } from '../engine/steps';

type Remedy = (request: CertificateSigningRequest, ref: IssuerRef) => string;

const NOBODY: IssuerRef = { kind: 'Issuer', namespace: '', name: '' };

const at = (ref: IssuerRef): string => (ref.kind === 'Issuer' ? `-n ${ref.namespace} issuer ${ref.name}` : `clusterissuer ${ref.name}`);

const REMEDIES: Readonly<Partial<Record<Gate, Remedy>>> = {
  'not-failed': again,
  'not-denied': again,
  approved: (request) => `kubectl certificate approve ${nameOf(request)}`,
  'issuer-exists': (_request, ref) => issuerManifest(ref),
  'issuer-type': (_request, ref) => `kubectl edit ${at(ref)}   # give spec one of: acme, ca, selfSigned, vault, venafi`,
  'may-reference': referenceManifest,
  'duration-valid': (request) => `${again(request)}   # ${DURATION_ANNOTATION} must be a Go duration such as 2160h`,
  'duration-minimum': (request) => `${again(request)}   # ask for 600 seconds or more`,
  'issuer-ready': (_request, ref) => `kubectl describe ${at(ref)}`,
  'key-annotation': (request) => `${again(request)}   # with the annotation ${PRIVATE_KEY_ANNOTATION}: SECRET`,
  'secret-exists': (request, ref) => `kubectl create secret generic ${secretOf(request)} --from-file=tls.key ${namespaceOf(ref)}`.trim(),
  'key-match': again,
};

/** A command or manifest that would open the gate, where one would. */
export function remedyFor(gate: Gate, request: CertificateSigningRequest): string | undefined {
  return REMEDIES[gate]?.(request, issuerRef(request.spec?.signerName ?? '') ?? NOBODY);
}

/** Final conditions cannot be removed: only a new request helps. */
function again(request: CertificateSigningRequest): string {
  return `kubectl delete csr ${nameOf(request)} && kubectl create -f NEW.yaml`;
}

function issuerManifest(ref: IssuerRef): string {
  const namespace = ref.kind === 'Issuer' ? `, namespace: ${ref.namespace}` : '';
  return [
    `apiVersion: ${CERT_MANAGER_GROUP}/v1`,
    `kind: ${ref.kind}`,
    `metadata: {name: ${ref.name}${namespace}}`,
    'spec: {selfSigned: {}}   # or another type',
  ].join('\n');
}

function referenceManifest(request: CertificateSigningRequest, ref: IssuerRef): string {
  const name = `reference-${ref.name}`;
  return [
    'apiVersion: rbac.authorization.k8s.io/v1',
    'kind: Role',
    `metadata: {name: ${name}, namespace: ${ref.namespace}}`,
    `rules: [{apiGroups: [${CERT_MANAGER_GROUP}], resources: [signers], verbs: [reference], resourceNames: [${ref.name}]}]`,
    '---',
    'apiVersion: rbac.authorization.k8s.io/v1',
    'kind: RoleBinding',
    `metadata: {name: ${name}, namespace: ${ref.namespace}}`,
    `roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${name}}`,
    `subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: ${JSON.stringify(request.spec?.username ?? '')}}]`,
    '# The refusal is final: create the request again afterwards.',
  ].join('\n');
}

function nameOf(request: CertificateSigningRequest): string {
  return request.metadata?.name ?? '';
}

function secretOf(request: CertificateSigningRequest): string {
  return request.metadata?.annotations?.[PRIVATE_KEY_ANNOTATION] ?? 'SECRET';
}

function namespaceOf(ref: IssuerRef): string {
  return ref.kind === 'Issuer' ? `-n ${ref.namespace}` : '';
}
