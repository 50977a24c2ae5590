import type { GroupVersionResource } from '../../kube/meta';

const core = (resource: string): GroupVersionResource => ({ group: '', version: 'v1', resource });
const rbac = (resource: string): GroupVersionResource => ({ group: 'rbac.authorization.k8s.io', version: 'v1', resource });
const certManager = (resource: string): GroupVersionResource => ({ group: 'cert-manager.io', version: 'v1', resource });

export const NAMESPACES = core('namespaces');
export const SECRETS = core('secrets');
export const EVENTS = core('events');
export const ROLES = rbac('roles');
export const ROLE_BINDINGS = rbac('rolebindings');
export const CLUSTER_ROLES = rbac('clusterroles');
export const CLUSTER_ROLE_BINDINGS = rbac('clusterrolebindings');
export const ISSUERS = certManager('issuers');
export const CLUSTER_ISSUERS = certManager('clusterissuers');
export const REQUESTS: GroupVersionResource = { group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' };
