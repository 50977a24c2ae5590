import type { CryptoPort } from '../base/env/crypto';
import type { Handler } from '../base/env/http';
import type { Environment } from '../base/env/ports';
import type { KubeClient } from '../kube/client';
import type { KubeObject } from '../kube/meta';
import type { CertificateSigningRequest } from '../kube/types/certificates';
import type { LabEngine } from './engine';
import type { Faults } from './faults/faults';
import type { LabClock } from './lab-clock';
import type { LabUser } from './lab-user';
import type { NewRequest, RequestOptions } from './request';
import type { RequestLog } from './request-log';
import type { Upstreams } from './upstreams/upstreams';

/** A Kubernetes API server with its controllers and the signing engine. */
export interface Lab {
  /** Where the API server listens; empty when it does not. */
  readonly server: string;
  /** PEM of the CA that the server's certificate chains to. */
  readonly caCertificate: string;
  /** Everything that is served, by name. */
  readonly urls: Readonly<Record<string, string>>;
  /** Somebody who may do everything. */
  readonly admin: KubeClient;
  readonly environment: Environment;
  readonly crypto: CryptoPort;
  /** The API server without a socket. */
  readonly handle: Handler;

  /** In-process, as any user; `system:authenticated` is added. Rights come from RBAC, as for anybody. */
  as(user: string, options?: { readonly groups?: readonly string[] }): LabUser;
  /** A CertificateSigningRequest over a new key, and the key; nothing is sent. */
  request(name: string, options: RequestOptions): NewRequest;
  /** Approves as somebody who may approve everything. */
  approve(name: string, decision?: { readonly reason?: string; readonly message?: string }): Promise<void>;
  deny(name: string, decision?: { readonly reason?: string; readonly message?: string }): Promise<void>;
  /**
   * The request once it has its certificate.
   * @throws Error with the explanation, gate by gate, when it was denied, has failed, or is not issued within `timeout` (default 10s)
   */
  issued(name: string, options?: { readonly timeout?: string }): Promise<IssuedRequest>;
  /** A Ready CA issuer over a new root: `namespace/name` for an Issuer, `name` for a ClusterIssuer. Returns the root's PEM. */
  ca(issuer: string): Promise<string>;
  /** Server-side apply, as the administrator. */
  apply(manifest: string | readonly KubeObject[]): Promise<readonly KubeObject[]>;
  /** A kubeconfig of that user, with a client certificate. @default the administrator's */
  kubeconfig(user?: string, groups?: readonly string[]): string;

  readonly clock: LabClock;
  readonly faults: Faults;
  /** Absent in a lab without `signers`. */
  readonly engine?: LabEngine;
  /** The simulated authorities: what they were asked, and faults on demand. Each is made when it is first asked for. */
  readonly upstreams: Upstreams;
  /** What was asked of the API server, for assertions. */
  readonly requests: RequestLog;

  /** The contents of the store, for `restore`. */
  snapshot(): LabSnapshot;
  restore(snapshot: LabSnapshot): Promise<void>;
  /** Back to how the lab began, with its engine running, no faults and an empty request log. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

export interface IssuedRequest {
  readonly object: CertificateSigningRequest;
  /** PEM, the issued certificate first. */
  readonly chain: string;
}

/** Opaque. */
export interface LabSnapshot {
  readonly store: unknown;
}
