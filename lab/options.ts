import type { CryptoPort } from '../base/env/crypto';
import type { Environment } from '../base/env/ports';

export interface LabOptions {
  /** Clock, randomness and network. @default this machine's */
  readonly environment?: Environment;
  /** @default node:crypto */
  readonly crypto?: CryptoPort;
  /** Serve over HTTPS too. @default in-process only */
  readonly https?: {
    /** @default '127.0.0.1' */
    readonly host?: string;
    /** @default 0, which picks a free one */
    readonly port?: number;
  };
  /** Extra users in kube-apiserver's token file format: lines of `token,user,uid,"group1,group2"`. @default none */
  readonly tokens?: string;
  /** cert-manager's resources and the signing engine; without them the lab is a plain Kubernetes. @default true */
  readonly signers?: boolean;
  /** Whether the CertificateSigningRequest controllers run: the feature gate that cert-manager has off. @default true */
  readonly csrControllers?: boolean;
  /** Where the Secrets of ClusterIssuers are. @default 'cert-manager' */
  readonly clusterResourceNamespace?: string;
  /** Takes each audit.k8s.io/v1 event as one JSON line. @default none */
  readonly auditLog?: (line: string) => void;
  /** Takes a line for each decision of the engine. @default none */
  readonly log?: (line: string) => void;
}
