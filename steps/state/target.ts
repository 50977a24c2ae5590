import type { KubeClient } from '../../kube/client';

/** The cluster that the features are held against: a lab, or whatever a kubeconfig names. */
export interface Target {
  /** Somebody who may do everything, impersonating included. */
  readonly admin: KubeClient;
  /** The same cluster as somebody else. */
  as(user: string, groups?: readonly string[]): KubeClient;
  /** Where the objects of ClusterIssuers' Secrets are. */
  readonly clusterResourceNamespace: string;
  stop(): Promise<void>;
}
