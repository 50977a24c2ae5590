import { itemExponential } from '../../../../kube/rate-limiter';
import { Resources } from '../../../../kube/resources';
import type { Namespace, ServiceAccount } from '../../../../kube/types/core';
import { isCode, isTerminating, startLoop } from '../controller';
import type { Controller, ControllerContext } from '../controller';

const NAME = 'default';

/** `serviceaccount`: every active namespace has a ServiceAccount named default. */
export function startDefaultAccounts(context: ControllerContext): Controller {
  const client = context.client('service-account-controller');
  const namespaces = context.informers.informer<Namespace>(Resources.namespaces);
  const accounts = context.informers.informer<ServiceAccount>(Resources.serviceAccounts);
  const loop = startLoop(context, {
    name: 'serviceaccount',
    limiter: itemExponential({ base: 5, max: 1_000_000 }),
    sync: async (namespace) => {
      if (
        !(await accounts.synced()) ||
        namespaces.store.get(namespace)?.status?.phase !== 'Active' ||
        accounts.store.has(`${namespace}/${NAME}`)
      )
        return;
      try {
        await client.create(Resources.serviceAccounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: NAME, namespace } });
      } catch (error) {
        if (!isCode(error, 409) && !isTerminating(error)) throw error;
      }
    },
  });
  const enqueue = ({ metadata }: Namespace): void => loop.queue.add(metadata?.name ?? '');
  namespaces.addHandlers({ add: enqueue, update: (_previous, namespace) => enqueue(namespace) });
  accounts.addHandlers({
    delete: ({ metadata }) => {
      if (metadata?.name === NAME) loop.queue.add(metadata.namespace ?? '');
    },
  });
  return loop;
}
