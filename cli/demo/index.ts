import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { Resources } from '../../kube/resources';
import { startLab } from '../../lab';
import type { Io } from '../io';
import * as acts from './acts';
import { createNarrator } from './narrator';
import { Stage } from './stage';

/** `csrlab demo`: the whole flow, played on a lab of its own and told step by step. */
export async function demo(io: Io): Promise<void> {
  const { clock, random } = io.environment;
  const { crypto } = io;
  const begin = clock.now();
  const lab = await startLab({ environment: io.environment, crypto });
  const narrator = createNarrator(io);
  io.out(
    `A Kubernetes API server, its controllers and the signing engine, started in ${Math.round(clock.now() - begin)} ms in this process.\n`,
  );
  const stage = new Stage(lab, { clock, random, crypto }, narrator);
  try {
    const { issuers, people, request, approval, signing, reference, denial, selfSigned } = acts;
    for (const act of [issuers, people, request, approval, signing, reference, denial, selfSigned]) await act(stage);
    narrator.chapter('What is there now');
    const { items } = await lab.admin.list<CertificateSigningRequest>(Resources.certificateSigningRequests);
    for (const item of items) narrator.fact(item.metadata?.name ?? '', stateOf(item));
  } finally {
    await lab.stop();
  }
  io.out('\nTry it yourself: csrlab up\n');
}

/** As `kubectl get csr` says it. */
function stateOf({ status }: CertificateSigningRequest): string {
  const has = (type: string): boolean => status?.conditions?.some((condition) => condition.type === type) ?? false;
  const decision = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending';
  return [decision, ...(has('Failed') ? ['Failed'] : []), ...(status?.certificate ? ['Issued'] : [])].join(',');
}
