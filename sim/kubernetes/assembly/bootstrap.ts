import type { Clock, Random } from '../../../base/env/ports';
import type { JsonObject } from '../../../kube/json';
import type { KubeObject } from '../../../kube/meta';
import { timeText } from '../../../kube/time';
import { bootstrapRbac } from '../access';
import { updateManagedFields } from '../fields';
import { builtInType } from '../schema';
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
  for (const name of NAMESPACES) put(store, environment, { collection: 'namespaces', kind: 'Namespace', object: namespace(name) });
  for (const { resource, object } of bootstrapRbac(time)) put(store, environment, { collection: resource, kind: '', object });
  put(store, environment, { collection: 'services', kind: 'Service', object: kubernetesService() });
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
  { collection, kind, object }: { readonly collection: string; readonly kind: string; readonly object: KubeObject },
): void {
  const { name = '', namespace: inside = '' } = object.metadata ?? {};
  const now = timeText(clock.now());
  const tracked = (object.metadata?.managedFields ?? []).length > 0 ? object : trackedByServer(object, kind, now);
  const system = { uid: random.stream('uid').uuid(), creationTimestamp: now };
  const key = keyOf(inside !== '', inside, name);
  store.commit({ collection, key, from: undefined, object: { ...tracked, metadata: { ...tracked.metadata, ...system } } });
}

/** With the server itself as the manager of what it wrote. Of a kind in core/v1. */
function trackedByServer(object: KubeObject, kind: string, now: string): KubeObject {
  const type = builtInType({ group: '', version: 'v1', kind });
  if (type === undefined) return object;
  const next = object as JsonObject;
  const rules = { type, apiVersion: 'v1', resetFields: kind === 'Namespace' ? [['status'], ['spec']] : [['status']] };
  return updateManagedFields({ ...rules, live: undefined, next, manager: 'kube-apiserver', subresource: '', now });
}
