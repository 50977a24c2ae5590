import type { GroupVersionResource } from './meta';

const core = (resource: string): GroupVersionResource => ({ group: '', version: 'v1', resource });
const rbac = (resource: string): GroupVersionResource => ({ group: 'rbac.authorization.k8s.io', version: 'v1', resource });
const review = (group: string, resource: string): GroupVersionResource => ({ group, version: 'v1', resource });

/** The built-in resources this project speaks of by name. */
export const Resources = {
  namespaces: core('namespaces'),
  secrets: core('secrets'),
  configMaps: core('configmaps'),
  serviceAccounts: core('serviceaccounts'),
  events: core('events'),
  roles: rbac('roles'),
  roleBindings: rbac('rolebindings'),
  clusterRoles: rbac('clusterroles'),
  clusterRoleBindings: rbac('clusterrolebindings'),
  certificateSigningRequests: { group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' },
  leases: { group: 'coordination.k8s.io', version: 'v1', resource: 'leases' },
  customResourceDefinitions: { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' },
  subjectAccessReviews: review('authorization.k8s.io', 'subjectaccessreviews'),
  selfSubjectAccessReviews: review('authorization.k8s.io', 'selfsubjectaccessreviews'),
  selfSubjectReviews: review('authentication.k8s.io', 'selfsubjectreviews'),
  tokenReviews: review('authentication.k8s.io', 'tokenreviews'),
} as const satisfies Record<string, GroupVersionResource>;
