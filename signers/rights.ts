import type { PolicyRule } from '../kube/types/rbac';

// What is kept in a cache. Servers that know streaming lists are not asked to list.
const follow = ['list', 'watch'];

/** What the engine may do in the whole cluster: everything it does, nothing more. Approving is not among it. */
export const ENGINE_RIGHTS: readonly PolicyRule[] = [
  { apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests'], verbs: [...follow, 'update'] },
  { apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests/status'], verbs: ['update'] },
  {
    apiGroups: ['certificates.k8s.io'],
    resources: ['signers'],
    resourceNames: ['issuers.cert-manager.io/*', 'clusterissuers.cert-manager.io/*'],
    verbs: ['sign'],
  },
  // Whether the requester may reference the issuer.
  { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
  { apiGroups: ['cert-manager.io'], resources: ['issuers', 'clusterissuers'], verbs: follow },
  { apiGroups: ['cert-manager.io'], resources: ['issuers/status', 'clusterissuers/status'], verbs: ['update'] },
  // Credentials and CA keys are read, ACME account keys are created.
  { apiGroups: [''], resources: ['secrets'], verbs: ['get', ...follow, 'create'] },
  // Vault's Kubernetes login.
  { apiGroups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  { apiGroups: ['acme.cert-manager.io'], resources: ['orders'], verbs: [...follow, 'create', 'delete'] },
  { apiGroups: ['acme.cert-manager.io'], resources: ['challenges'], verbs: [...follow, 'create', 'update', 'delete'] },
  { apiGroups: ['acme.cert-manager.io'], resources: ['orders/status', 'challenges/status'], verbs: ['update'] },
  // Solvers of http-01.
  { apiGroups: [''], resources: ['pods', 'services'], verbs: ['list', 'create', 'delete'] },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: ['get', 'list', 'create', 'update', 'delete'] },
];

/** What it may do in the namespace of the Lease that says which replica leads. */
export const ELECTION_RIGHTS: readonly PolicyRule[] = [
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], resourceNames: ['cert-manager-controller'], verbs: ['get', 'update'] },
];
