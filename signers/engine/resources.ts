import type { GroupVersionResource } from '../../kube/meta';
import { CERT_MANAGER_GROUP } from './signer-name';
import type { IssuerKind } from './signer-name';

export const ISSUERS: GroupVersionResource = { group: CERT_MANAGER_GROUP, version: 'v1', resource: 'issuers' };
export const CLUSTER_ISSUERS: GroupVersionResource = { group: CERT_MANAGER_GROUP, version: 'v1', resource: 'clusterissuers' };

export function issuerResource(kind: IssuerKind): GroupVersionResource {
  return kind === 'Issuer' ? ISSUERS : CLUSTER_ISSUERS;
}
