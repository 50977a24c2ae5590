import { itemExponential } from '../../../../kube/rate-limiter';
import { Resources } from '../../../../kube/resources';
import { timeText } from '../../../../kube/time';
import type { Namespace } from '../../../../kube/types/core';
import { isCode, startLoop } from '../controller';
import type { Controller, ControllerContext } from '../controller';
import { updatedConditions } from './conditions';
import { deleteContent } from './content';

const FINALIZER = 'kubernetes';
/** kube-controller-manager waits this long, so that other API servers learn that the namespace takes nothing more. */
export const NAMESPACE_GRACE = 5000;

/** `namespace`: empties namespaces that are being deleted, then lets them go. `grace` in milliseconds. */
export function startNamespaces(context: ControllerContext, grace: number = NAMESPACE_GRACE): Controller {
  const client = context.client('namespace-controller');
  const namespaces = context.informers.informer<Namespace>(Resources.namespaces);

  const get = (name: string): Promise<Namespace | undefined> =>
    client.get<Namespace>(Resources.namespaces, name).catch((error: unknown) => {
      if (isCode(error, 404)) return undefined;
      throw error;
    });
  const write = async (
    namespace: Namespace,
    subresource: string,
    change: (latest: Namespace) => Namespace,
  ): Promise<Namespace | undefined> => {
    for (let latest: Namespace | undefined = namespace; latest !== undefined; latest = await get(namespace.metadata?.name ?? '')) {
      if (latest.metadata?.uid !== namespace.metadata?.uid) throw new Error('namespace uid has changed across retries');
      try {
        return await client.update(Resources.namespaces, change(latest), { subresource });
      } catch (error) {
        if (isCode(error, 404)) return undefined;
        if (!isCode(error, 409)) throw error;
      }
    }
    return undefined;
  };

  const loop = startLoop(context, {
    name: 'namespace',
    limiter: itemExponential({ base: 5, max: 60_000 }),
    workers: 10,
    sync: async (name) => {
      const namespace = await get(name);
      if (namespace?.metadata?.deletionTimestamp === undefined || isFinalized(namespace)) return;
      const found = await deleteContent(client, name);
      const now = timeText(context.clock.now());
      const conditions = updatedConditions(namespace.status?.conditions ?? [], found, now);
      const current =
        conditions === undefined
          ? namespace
          : await write(namespace, 'status', (latest) => ({ ...latest, status: { ...latest.status, phase: 'Terminating', conditions } }));
      if (found.discoveryErrors.length + found.contentErrors.length > 0) {
        throw new Error([...found.discoveryErrors, ...found.contentErrors].join(', '));
      }
      if (found.estimate > 0) loop.queue.addAfter(name, (Math.floor(found.estimate / 2) + 1) * 1000);
      else if (current !== undefined) await write(current, 'finalize', withoutFinalizer);
    },
  });
  const enqueue = ({ metadata }: Namespace): void => {
    if (metadata?.deletionTimestamp !== undefined) loop.queue.addAfter(metadata.name ?? '', grace);
  };
  namespaces.addHandlers({ add: enqueue, update: (_previous, namespace) => enqueue(namespace) });
  return loop;
}

function isFinalized({ spec }: Namespace): boolean {
  return (spec?.finalizers ?? []).length === 0;
}

function withoutFinalizer(namespace: Namespace): Namespace {
  const finalizers = (namespace.spec?.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER).sort();
  return { ...namespace, spec: { ...namespace.spec, finalizers } };
}
