import type { GroupVersionResource } from '../../kube/meta';

/** cert-manager's own kinds; the built-in ones are in kube/resources. */
export const ISSUERS: GroupVersionResource = { group: 'cert-manager.io', version: 'v1', resource: 'issuers' };
export const CLUSTER_ISSUERS: GroupVersionResource = { group: 'cert-manager.io', version: 'v1', resource: 'clusterissuers' };
