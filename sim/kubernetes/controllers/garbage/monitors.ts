import type { KubeClient } from '../../../../kube/client';
import { fetchDiscovery } from '../../../../kube/discovery';
import type { ApiResource } from '../../../../kube/discovery';
import { apiVersionOf } from '../../../../kube/meta';
import type { KubeObject } from '../../../../kube/meta';
import { itemExponential } from '../../../../kube/rate-limiter';
import { Resources } from '../../../../kube/resources';
import { startLoop } from '../controller';
import type { ControllerContext } from '../controller';
import type { DependencyGraph } from './graph';
import type { Identity } from './node';

const EVENTS = 'events';
const REFRESH = 'refresh';
/** New definitions are served a moment after they are stored, and often come in numbers. */
const DISCOVERY_DELAY = 10;

export interface Monitors {
  stop(): void;
}

/** Watches everything that can be deleted, but events, and tells the graph. What definitions add or take away is followed. */
export function startMonitors(
  context: ControllerContext,
  { client, graph }: { readonly client: KubeClient; readonly graph: DependencyGraph },
): Monitors {
  const watched = new Map<string, () => void>();
  const loop = startLoop(context, {
    name: 'garbagecollector: discovery',
    limiter: itemExponential({ base: 5, max: 30_000 }),
    workers: 1,
    sync: async () => {
      const found = new Map((await fetchDiscovery(client)).filter(isMonitored).map((resource) => [idOf(resource), resource]));
      for (const [id, unwatch] of watched) {
        if (found.has(id)) continue;
        watched.delete(id);
        unwatch();
      }
      for (const [id, resource] of found) if (!watched.has(id)) watched.set(id, watch(context, resource, graph));
    },
  });
  const refresh = (): void => loop.queue.addAfter(REFRESH, DISCOVERY_DELAY);
  const definitions = context.informers.informer(Resources.customResourceDefinitions);
  const remove = definitions.addHandlers({ add: refresh, update: refresh, delete: refresh });
  loop.queue.add(REFRESH);
  return {
    stop() {
      remove();
      void loop.stop();
      for (const unwatch of watched.values()) unwatch();
    },
  };
}

function watch(context: ControllerContext, resource: ApiResource, graph: DependencyGraph): () => void {
  const informer = context.informers.informer(resource);
  const identity = ({ metadata = {} }: KubeObject): Identity => ({
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
  });
  const remove = informer.addHandlers({
    add: (object) => graph.observe(identity(object), object),
    update: (previous, object) => {
      // Deleted and made again while the watch was lost.
      if (previous.metadata?.uid !== object.metadata?.uid) graph.removed(identity(previous));
      graph.observe(identity(object), object, previous);
    },
    delete: (object) => graph.removed(identity(object)),
  });
  informer.start();
  return () => {
    remove();
    context.informers.forget(resource);
  };
}

function isMonitored({ preferred, resource, verbs }: ApiResource): boolean {
  return preferred && resource !== EVENTS && ['delete', 'list', 'watch'].every((verb) => verbs.includes(verb));
}

function idOf({ group, version, resource }: ApiResource): string {
  return `${group}/${version}/${resource}`;
}
