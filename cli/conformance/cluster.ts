import { startLab, type Lab } from '../../lab';
import { RequestLog } from '../../lab/request-log';
import type { Asked } from '../../steps/state/controls';
import type { Io } from '../io';
import { askedOf } from './audit';
import { readAuditFile } from './audit-file';

/** Where a conformance run takes place. */
export interface Cluster {
  /** A kubeconfig file of somebody who may do everything. */
  readonly kubeconfig: string;
  /** The kubeconfig file that the command under test is given. */
  readonly foreignKubeconfig: string;
  readonly description: string;
  /** What others than the suite asked of the API server about those requests; nothing where no audit log is at hand. */
  asked(requests: readonly string[]): readonly Asked[];
  stop(): Promise<void>;
}

/** The command under test, as the audit log names it. */
export const FOREIGN_USER = 'under-test';
/** Where the Secrets of ClusterIssuers are. */
export const CLUSTER_RESOURCE_NAMESPACE = 'cert-manager';

/** A cluster that is there already. The audit log is read when the run is over. */
export function existingCluster(kubeconfig: string, auditLog: string | undefined, io: Io): Cluster {
  let log: RequestLog | undefined;
  return {
    kubeconfig,
    foreignKubeconfig: kubeconfig,
    description: `the cluster of ${kubeconfig}`,
    asked: (requests) => askedOf((log ??= auditLog === undefined ? new RequestLog() : readAuditFile(auditLog, io)), requests),
    stop: () => Promise.resolve(),
  };
}

export interface LabWish {
  readonly description: string;
  /** Whether csrlab's own engine signs in it. */
  readonly engine: boolean;
  /** Groups of the command under test. */
  readonly groups: readonly string[];
  /** Gets the lab ready; returns what ends what it has started. */
  readonly prepare: (lab: Lab) => Promise<() => Promise<void>>;
}

/** A lab made for one run. */
export async function labCluster({ description, engine, groups, prepare }: LabWish, io: Io): Promise<Cluster> {
  const { environment, crypto } = io;
  const lab = await startLab({ environment, crypto, https: {}, signers: engine, clusterResourceNamespace: CLUSTER_RESOURCE_NAMESPACE });
  const folder = io.files.temporaryFolder('csrlab-conformance-');
  const write = (name: string, text: string): string => {
    const file = io.files.resolve(folder, name);
    io.files.write(file, text, 0o600);
    return file;
  };
  const end = await prepare(lab);
  return {
    kubeconfig: write('admin.kubeconfig', lab.kubeconfig()),
    foreignKubeconfig: write('kubeconfig', lab.kubeconfig(FOREIGN_USER, groups)),
    description,
    asked: (requests) => askedOf(lab.requests, requests),
    async stop() {
      await end();
      await lab.stop();
      io.files.remove(folder);
    },
  };
}
