import type { KubeClient } from '../kube/client';
import type { CertificateSigningRequest } from '../kube/types/certificates';
import { startLab } from '../lab';
import { createCaIssuer } from '../steps/state/issuers';
import { decide } from '../steps/state/requests';
import { report } from './measure';
import { REQUESTS, requestBody } from './requests';

const COUNT = 2000;
const IN_FLIGHT = 64;

/** Created to issued through API server and engine, all in this process. */
export async function benchIssuing(): Promise<string[]> {
  const lab = await startLab({ recordRequests: false });
  try {
    await createCaIssuer(lab.admin, { name: 'bench', secretNamespace: 'cert-manager' });
    const signerName = 'clusterissuers.cert-manager.io/bench';
    const objects = Array.from(
      { length: COUNT },
      (_, index) => JSON.parse(requestBody(`issued-${index}`, { signerName })) as CertificateSigningRequest,
    );
    await issueAll(lab.admin, objects.splice(0, 200));
    const begin = performance.now();
    await issueAll(lab.admin, objects);
    const rate = ((COUNT - 200) * 1000) / (performance.now() - begin);
    return [`${report({ name: `request to certificate, ${IN_FLIGHT} in flight`, rate })}   (target 1300/s)`];
  } finally {
    await lab.stop();
  }
}

/** Creates and approves, always with so many under way, until each has its certificate. */
async function issueAll(admin: KubeClient, objects: readonly CertificateSigningRequest[]): Promise<void> {
  const issued = watchIssued(admin);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let object = objects[next++]; object !== undefined; object = objects[next++]) {
      const name = object.metadata?.name ?? '';
      const done = issued.of(name);
      await admin.create(REQUESTS, object);
      await decide(admin, name, { type: 'Approved', reason: 'Bench', message: '' });
      await done;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  issued.stop();
}

function watchIssued(admin: KubeClient): { of(name: string): Promise<void>; stop(): void } {
  const waiting = new Map<string, () => void>();
  const lifetime = new AbortController();
  const follow = async (): Promise<void> => {
    for await (const { object } of admin.watch<CertificateSigningRequest>(REQUESTS, {}, lifetime.signal)) {
      if (object.status?.certificate) waiting.get(object.metadata?.name ?? '')?.();
    }
  };
  void follow();
  return {
    of: (name) => new Promise((resolve) => waiting.set(name, resolve)),
    stop: () => lifetime.abort(),
  };
}
