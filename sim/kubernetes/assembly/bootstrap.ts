import type { Clock, Random } from '../../../base/env/ports';
import type { KubeObject } from '../../../kube/meta';
import { timeText } from '../../../kube/time';
import { bootstrapRbac } from '../access';
import { keyOf } from '../pipeline/place';
import type { Store } from '../store/store';

const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

interface Environment {
  readonly clock: Clock;
  readonly random: Random;
}

/** What a kube-apiserver creates at its first start. */
export function bootstrapObjects(store: Store, environment: Environment): void {
  const time = timeText(environment.clock.now());
  for (const name of NAMESPACES) put(store, environment, { collection: 'namespaces', object: namespace(name) });
  for (const { resource, object } of bootstrapRbac(time)) put(store, environment, { collection: resource, object });
  put(store, environment, { collection: 'services', object: kubernetesService() });
}

function namespace(name: string): KubeObject {
  const object = {
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
  return object;
}

function kubernetesService(): KubeObject {
  const clusterIp = '10.0.0.1';
  const object = {
    metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: {
      ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: 6443 }],
      clusterIP: clusterIp,
      clusterIPs: [clusterIp],
      type: 'ClusterIP',
      sessionAffinity: 'None',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      internalTrafficPolicy: 'Cluster',
    },
    status: { loadBalancer: {} },
  };
  return object;
}

/** Writes one object past all rules, as the server's own start hooks do. */
function put(
  store: Store,
  { clock, random }: Environment,
  { collection, object }: { readonly collection: string; readonly object: KubeObject },
): void {
  const { name = '', namespace: inside = '' } = object.metadata ?? {};
  const system = { uid: random.stream('uid').uuid(), creationTimestamp: timeText(clock.now()) };
  const key = keyOf(inside !== '', inside, name);
  store.commit({ collection, key, from: undefined, object: { ...object, metadata: { ...object.metadata, ...system } } });
}
