import type { Lab } from '../../lab';
import { createReadyCaIssuer } from '../../lab/ca-issuer';
import { certManagerDefinitions, installCertManager } from '../../lab/certificate-manager';
import { Resources } from '../../kube/resources';
import { sleep } from '../../kube/sleep';
import { Contract } from '../../steps/state/contract';
import { wish } from '../../steps/state/wish';
import { CLUSTER_RESOURCE_NAMESPACE, labCluster } from './cluster';
import type { SignerSettings } from './flags';
import type { Trial } from './trial';

/** What a signer may do without. Who signs unasked, signs what is denied or signs another key is no signer at all. */
export const OPTIONAL_FOR_SIGNERS = ['subject', 'san', 'usages', 'duration', 'is-ca', 'failed', 'immutability'];

const CERT_MANAGER = { group: 'cert-manager.io', version: 'v1' };
const LOOKS = 500;
const PAUSE = 10;
const ISSUER_OF = /^issuers\.cert-manager\.io\/([^.]+)\.(.+)$/;
const CLUSTER_ISSUER_OF = /^clusterissuers\.cert-manager\.io\/(.+)$/;
const NOTHING = (): Promise<void> => Promise.resolve();

export function signerTrial({ signerName, unsupported, unsignable }: SignerSettings): Trial {
  return {
    ...{ suite: 'conformance', subject: signerName, signerName, optional: OPTIONAL_FOR_SIGNERS, verb: 'sign' },
    makeLab: (own, io) =>
      labCluster(
        {
          ...{ description: own ? "csrlab's own engine on a lab" : 'a lab', engine: own, groups: ['system:masters'] },
          async prepare(lab) {
            await prepareIssuer(lab, signerName, own);
            return NOTHING;
          },
        },
        io,
      ),
    parameters: (kubeconfig, patience) => ({
      signer: { kubeconfig, signerName, unsupported, patience, ...(unsignable === undefined ? {} : { unsignable }) },
    }),
    async tryOnce({ admin }, patience) {
      const contract = new Contract({ admin, signerName, patience });
      try {
        await contract.create('start', wish(signerName));
        await contract.approve('start');
        await contract.certificate('start');
      } finally {
        await contract.cleanUp();
      }
    },
  };
}

/** A Ready CA issuer for the signer name; without csrlab's engine nobody else would say that it is Ready. */
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
