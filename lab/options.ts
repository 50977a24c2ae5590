import type { CryptoPort } from '../base/env/crypto';
import type { Environment } from '../base/env/ports';
import type { UpstreamSettings } from './upstreams/upstreams';

export interface LabOptions {
  /**
   * `manual` stands still until `lab.clock.advance` moves it: nothing sleeps for real. Sockets and foreign processes do not wait for it.
   * @default 'real'
   */
  readonly clock?: 'real' | 'manual';
  /** Decides keys, serial numbers, uids, suffixes, tokens, jitter and chaos. @default unpredictable */
  readonly seed?: number | string;
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
  /** How many copies of the engine run, of which one leads and works. @default 1, without an election */
  readonly replicas?: number;
  /** Whether the CertificateSigningRequest controllers run: the feature gate that cert-manager has off. @default true */
  readonly csrControllers?: boolean;
  /** Where the Secrets of ClusterIssuers are. @default 'cert-manager' */
  readonly clusterResourceNamespace?: string;
  /** How the simulated authorities behave, such as `{ tpp: { approvals: true } }`. @default what each does when it stands alone */
  readonly authorities?: UpstreamSettings;
  /** Background faults: this share of all requests, drawn from the seed, each told to `log`. @default none */
  readonly chaos?: { readonly rate: number };
  /** Whether `lab.requests` keeps what was asked, for assertions. @default true */
  readonly recordRequests?: boolean;
  /** Takes each audit.k8s.io/v1 event as one JSON line, line break included. @default none */
  readonly auditLog?: (line: string) => void;
  /** How much those events and `lab.requests` hold: bodies come with `Request` and `RequestResponse`. @default 'Metadata' */
  readonly auditLevel?: 'Metadata' | 'Request' | 'RequestResponse';
  /** Takes a line for each decision of the engine and each act of chaos. @default none */
  readonly log?: (line: string) => void;
  /** In place of this machine's clock, randomness and network; `clock` and `seed` then say nothing. */
  readonly environment?: Environment;
  /** @default node:crypto; with a seed, keys and signatures that repeat themselves */
  readonly crypto?: CryptoPort;
}
