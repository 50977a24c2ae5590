import { splitKey } from '../../../../kube/informer';
import { bucketLimiter, itemExponential, longestOf } from '../../../../kube/rate-limiter';
import { Resources } from '../../../../kube/resources';
import type { CertificateSigningRequest } from '../../../../kube/types/certificates';
import { startLoop } from '../controller';
import type { Controller, ControllerContext } from '../controller';
import { hasCertificate } from './requests';

/** What the CSR controllers share: every change of a request is looked at, unless it has its certificate. */
export function startCsrLoop(
  context: ControllerContext,
  name: string,
  handle: (csr: CertificateSigningRequest) => Promise<void>,
): Controller {
  const informer = context.informers.informer<CertificateSigningRequest>(Resources.certificateSigningRequests);
  const loop = startLoop(context, {
    name,
    limiter: longestOf(itemExponential({ base: 200, max: 1_000_000 }), bucketLimiter(context.clock, { qps: 10, burst: 100 })),
    sync: async (key) => {
      const csr = informer.store.get(splitKey(key).name);
      if (csr === undefined || hasCertificate(csr)) return;
      await handle(csr);
    },
  });
  const enqueue = ({ metadata }: CertificateSigningRequest): void => loop.queue.add(metadata?.name ?? '');
  informer.addHandlers({ add: enqueue, update: (_previous, csr) => enqueue(csr), delete: enqueue });
  return loop;
}
