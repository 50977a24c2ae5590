import { startLab, type Lab } from '../../lab';
import { createReadyCaIssuer } from '../../lab/ca-issuer';
import { certManagerDefinitions, installCertManager } from '../../lab/certificate-manager';
import { Resources } from '../../kube/resources';
import { sleep } from '../../kube/sleep';
import { SUITE, type Moment } from '../../steps/state/signer-under-test';
import type { Io } from '../io';

/** Where a conformance run takes place. */
export interface Cluster {
  /** A kubeconfig file of somebody who may do everything. */
  readonly kubeconfig: string;
  /** The kubeconfig file that the command under test is given. */
  readonly foreignKubeconfig: string;
  readonly description: string;
  /** What others than the suite asked of the API server about those requests; nothing where no audit log is at hand. */
  audit(requests: readonly string[]): readonly Moment[];
  stop(): Promise<void>;
}

const CLUSTER_RESOURCE_NAMESPACE = 'cert-manager';
/** The command under test, as the audit log names it; its rights are everything, so that none is missing. */
const FOREIGN_USER = 'under-test';
const CERT_MANAGER = { group: 'cert-manager.io', version: 'v1' };
const LOOKS = 500;
const PAUSE = 10;
const ISSUER_OF = /^issuers\.cert-manager\.io\/([^.]+)\.(.+)$/;
const CLUSTER_ISSUER_OF = /^clusterissuers\.cert-manager\.io\/(.+)$/;

/** A cluster that is there already. */
export function existingCluster(kubeconfig: string): Cluster {
  const description = `the cluster of ${kubeconfig}`;
  return { kubeconfig, foreignKubeconfig: kubeconfig, description, audit: () => [], stop: () => Promise.resolve() };
}

/** A lab with a Ready CA issuer for the signer name; `engine` says whether csrlab's own engine signs in it. */
export async function labCluster(signerName: string, engine: boolean, io: Io): Promise<Cluster> {
  const { environment, crypto } = io;
  const lab = await startLab({ environment, crypto, https: {}, signers: engine, clusterResourceNamespace: CLUSTER_RESOURCE_NAMESPACE });
  const folder = io.files.temporaryFolder('csrlab-conformance-');
  const write = (name: string, text: string): string => {
    const file = io.files.resolve(folder, name);
    io.files.write(file, text, 0o600);
    return file;
  };
  await prepareIssuer(lab, signerName, engine);
  return {
    kubeconfig: write('admin.kubeconfig', lab.kubeconfig()),
    foreignKubeconfig: write('kubeconfig', lab.kubeconfig(FOREIGN_USER, ['system:masters'])),
    description: engine ? "csrlab's own engine on a lab" : 'a lab',
    audit: (requests) => momentsOf(lab, requests),
    async stop() {
      await lab.stop();
      io.files.remove(folder);
    },
  };
}

async function prepareIssuer(lab: Lab, signerName: string, engine: boolean): Promise<void> {
  const [, namespace, name] = ISSUER_OF.exec(signerName) ?? [];
  const issuer = CLUSTER_ISSUER_OF.exec(signerName)?.[1] ?? (namespace === undefined ? 'sandbox/my-issuer' : `${namespace}/${name ?? ''}`);
  if (engine) {
    await lab.ca(issuer);
    return;
  }
  const { admin, environment, crypto } = lab;
  for (const definition of certManagerDefinitions) await admin.create(Resources.customResourceDefinitions, definition);
  await installCertManager(admin, CLUSTER_RESOURCE_NAMESPACE);
  await served(lab);
  await createReadyCaIssuer(issuer, { admin, environment, crypto, clusterResourceNamespace: CLUSTER_RESOURCE_NAMESPACE });
}

/** A definition is served a moment after it was created. */
async function served({ admin, environment }: Lab): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    const answers = await Promise.allSettled(['issuers', 'clusterissuers'].map((resource) => admin.list({ ...CERT_MANAGER, resource })));
    if (answers.every(({ status }) => status === 'fulfilled')) return;
    await sleep(environment.clock, PAUSE);
  }
}

function momentsOf(lab: Lab, requests: readonly string[]): readonly Moment[] {
  return lab.requests
    .all()
    .filter(({ name, event }) => requests.includes(name) && !(event.userAgent ?? '').startsWith(SUITE))
    .map(({ verb, resource, name, user, code, event }) => ({
      at: Date.parse(event.requestReceivedTimestamp),
      what: `${user} asks to ${verb} ${resource} ${name} and is answered ${code}`,
    }));
}
