import type { KubeClient } from '../../kube/client';
import type { Lab, Upstreams } from '../../lab';

/** The cluster that the features are held against: a lab, or whatever a kubeconfig names. */
export interface Target {
  /** Somebody who may do everything, impersonating included. */
  readonly admin: KubeClient;
  /** The same cluster as somebody else. */
  as(user: string, groups?: readonly string[]): KubeClient;
  /** Where the objects of ClusterIssuers' Secrets are. */
  readonly clusterResourceNamespace: string;
  /** The simulated authorities; a lab has them, a real cluster has not. */
  readonly upstreams?: Upstreams;
  /** What only a lab can be asked for: faults, time, its engine's end. */
  readonly lab?: Lab;
  stop(): Promise<void>;
}
