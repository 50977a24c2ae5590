import { isObject } from '../../kube/json';
import type { Condition, KubeObject } from '../../kube/meta';
import type { IssuerKind } from './signer-name';
import type { AcmeIssuer, VaultIssuer, VenafiIssuer } from './issuer-upstreams';

/** cert-manager.io/v1 Issuer and ClusterIssuer: what the engine reads of them. */
export interface Issuer extends KubeObject {
  spec?: IssuerSpec;
  status?: IssuerStatus;
}

export interface IssuerSpec {
  acme?: AcmeIssuer;
  ca?: CaIssuer;
  vault?: VaultIssuer;
  selfSigned?: SelfSignedIssuer;
  venafi?: VenafiIssuer;
}

export interface CaIssuer {
  secretName?: string;
  crlDistributionPoints?: string[];
  ocspServers?: string[];
  issuingCertificateURLs?: string[];
}

export interface SelfSignedIssuer {
  crlDistributionPoints?: string[];
}

export interface IssuerStatus {
  conditions?: Condition[];
  acme?: AcmeIssuerStatus;
}

export interface AcmeIssuerStatus {
  uri?: string;
  lastRegisteredEmail?: string;
  lastPrivateKeyHash?: string;
}

export type IssuerType = (typeof ISSUER_TYPES)[number];

/** In the order in which an issuer with several types is read. */
export const ISSUER_TYPES = ['acme', 'ca', 'vault', 'selfsigned', 'venafi'] as const;

export function issuerType(issuer: Issuer): IssuerType | undefined {
  const spec = issuer.spec ?? {};
  return ISSUER_TYPES.find((type) => isObject(spec[type === 'selfsigned' ? 'selfSigned' : type]));
}

/** The first Ready condition decides, and only `True` counts. */
export function isReady(issuer: Issuer): boolean {
  return (issuer.status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True');
}

/** `ns/name`, and `/name` for what has no namespace: how every message names an object. */
export function fullName(object: { readonly namespace?: string; readonly name?: string }): string {
  return `${object.namespace ?? ''}/${object.name ?? ''}`;
}

/** Where an issuer's Secrets are: its own namespace, or the cluster resource namespace. */
export function resourceNamespace(kind: IssuerKind, namespace: string, clusterResourceNamespace: string): string {
  return kind === 'Issuer' ? namespace : clusterResourceNamespace;
}
