import { itemExponential } from '../../../../kube/rate-limiter';
import { Resources } from '../../../../kube/resources';
import type { ConfigMap, Namespace } from '../../../../kube/types/core';
import { isCode, isTerminating, startLoop } from '../controller';
import type { Controller, ControllerContext } from '../controller';

const NAME = 'kube-root-ca.crt';
const ANNOTATION = 'kubernetes.io/description';
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** `root-ca-certificate-publisher`: every active namespace has the cluster's CA in a ConfigMap. `rootCa` is PEM. */
export function startRootCaPublisher(context: ControllerContext, rootCa: string): Controller {
  const client = context.client('root-ca-cert-publisher');
  const namespaces = context.informers.informer<Namespace>(Resources.namespaces);
  const configMaps = context.informers.informer<ConfigMap>(Resources.configMaps);
  const loop = startLoop(context, {
    name: 'root-ca-certificate-publisher',
    limiter: itemExponential({ base: 5, max: 1_000_000 }),
    sync: async (namespace) => {
      if (!(await configMaps.synced())) return;
      const current = configMaps.store.get(`${namespace}/${NAME}`);
      if (current !== undefined && isRight(current, rootCa)) return;
      const wanted = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        ...current,
        metadata: {
          ...current?.metadata,
          name: NAME,
          namespace,
          annotations: { ...current?.metadata?.annotations, [ANNOTATION]: DESCRIPTION },
        },
        data: { 'ca.crt': rootCa },
      };
      try {
        await (current === undefined ? client.create(Resources.configMaps, wanted) : client.update(Resources.configMaps, wanted));
      } catch (error) {
        // Without its namespace there is nothing to publish; a conflict brings its own event.
        if (!isCode(error, 404) && !isTerminating(error)) throw error;
      }
    },
  });
  const publish = ({ metadata }: Namespace): void => loop.queue.add(metadata?.name ?? '');
  namespaces.addHandlers({
    add: publish,
    update: (_previous, namespace) => {
      if (namespace.status?.phase === 'Active') publish(namespace);
    },
  });
  const restore = ({ metadata }: ConfigMap): void => {
    if (metadata?.name === NAME) loop.queue.add(metadata.namespace ?? '');
  };
  configMaps.addHandlers({ update: (_previous, configMap) => restore(configMap), delete: restore });
  return loop;
}

function isRight({ data = {}, metadata }: ConfigMap, rootCa: string): boolean {
  return Object.keys(data).length === 1 && data['ca.crt'] === rootCa && (metadata?.annotations?.[ANNOTATION] ?? '') !== '';
}
