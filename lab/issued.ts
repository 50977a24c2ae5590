import type { CryptoPort } from '../base/env/crypto';
import type { Environment } from '../base/env/ports';
import type { KubeClient } from '../kube/client';
import { Resources } from '../kube/resources';
import { sleep } from '../kube/sleep';
import type { CertificateSigningRequest } from '../kube/types/certificates';
import { SIGNERS } from '../signers';
import { explain, renderExplanation, takeSnapshot } from '../signers/explain';
import { milliseconds } from './duration';
import type { IssuedRequest } from './lab';
import { isManual } from './lab-clock';

export interface Waiting {
  readonly admin: KubeClient;
  readonly environment: Environment;
  readonly crypto: CryptoPort;
  readonly clusterResourceNamespace: string;
}

const PAUSE = 5;
// Under a manual clock nothing happens by waiting: so many looks after quiet are enough.
const LOOKS = 20;

/** Waits for the certificate. See `Lab.issued`. */
export async function issued(name: string, timeout: string, waiting: Waiting): Promise<IssuedRequest> {
  const { admin, environment } = waiting;
  const { clock } = environment;
  const end = clock.now() + milliseconds(timeout);
  for (let look = 0; ; look++) {
    const object = await admin.get<CertificateSigningRequest>(Resources.certificateSigningRequests, name);
    if (object.status?.certificate) return { object, chain: atob(object.status.certificate) };
    if (isFinal(object)) throw new Error(await why(object, 'will never be issued', waiting));
    if (isManual(clock) ? look >= LOOKS : clock.now() > end) throw new Error(await why(object, 'is not issued', waiting));
    await (isManual(clock) ? clock.settle() : sleep(clock, PAUSE));
  }
}

function isFinal({ status }: CertificateSigningRequest): boolean {
  return status?.conditions?.some(({ type }) => type === 'Denied' || type === 'Failed') ?? false;
}

async function why(
  object: CertificateSigningRequest,
  what: string,
  { admin, environment, crypto, clusterResourceNamespace }: Waiting,
): Promise<string> {
  const { clock, random, network } = environment;
  const tools = { clock, random, network, crypto, clusterResourceNamespace };
  const by = { signers: SIGNERS, tools };
  const snapshot = await takeSnapshot(admin, object, by);
  return `${object.metadata?.name ?? ''} ${what}:\n${renderExplanation(explain(object, snapshot, by))}`;
}
