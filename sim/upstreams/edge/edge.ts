import type { Handler } from '../../../base/env/http';
import type { Clock, Random } from '../../../base/env/ports';
import type { KubeClient } from '../../../kube/client';
import { createInformerFactory } from '../../../kube/informer';
import type { GroupVersionResource } from '../../../kube/meta';
import { timeText } from '../../../kube/time';
import type { Ingress } from '../../../kube/types/networking';
import { answer, headerOf, pathOf } from '../common';
import { routeTo, type Cluster, type Pod, type Service } from './routes';
import { solverAnswer, solverOf } from './solver';

export interface EdgeOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly onError?: (error: unknown) => void;
}

/** What stands between the world and a cluster that runs nothing: it plays kubelet and ingress controller for solver Pods. */
export interface Edge {
  /** Requests from outside, told apart by their Host. */
  readonly handle: Handler;
  start(): Promise<void>;
  stop(): void;
}

const PODS: GroupVersionResource = { group: '', version: 'v1', resource: 'pods' };
const SERVICES: GroupVersionResource = { group: '', version: 'v1', resource: 'services' };
const INGRESSES: GroupVersionResource = { group: 'networking.k8s.io', version: 'v1', resource: 'ingresses' };
const ADDRESS = '10.244.0.10';

export function createEdge(options: EdgeOptions): Edge {
  const { client, clock, onError = () => undefined } = options;
  const factory = createInformerFactory({ client, clock, random: options.random, onError });
  const pods = factory.informer<Pod>(PODS);
  const services = factory.informer<Service>(SERVICES);
  const ingresses = factory.informer<Ingress>(INGRESSES);
  const cluster: Cluster = {
    ingresses: () => ingresses.store.list(),
    service: (namespace, name) => services.store.get(`${namespace}/${name}`),
    pods: () => pods.store.list(),
  };
  pods.addHandlers({
    add(pod) {
      if (solverOf(pod) === undefined || pod.status?.phase === 'Running') return;
      void client.update<Pod>(PODS, running(pod, timeText(clock.now())), { subresource: 'status' }).catch(onError);
    },
  });
  return {
    handle: (request) => {
      const host = (headerOf(request, 'host') ?? '').replace(/:\d+$/, '');
      const pod = routeTo(cluster, host, pathOf(request));
      const solver = pod && solverOf(pod);
      if (solver === undefined) return Promise.resolve(answer(404, 'default backend - 404\n', { 'content-type': 'text/plain' }));
      return Promise.resolve(solverAnswer(solver, host, pathOf(request)));
    },
    async start() {
      factory.start();
      await factory.synced();
    },
    stop: () => factory.stop(),
  };
}

/** As a kubelet reports a Pod whose containers have started. */
function running(pod: Pod, time: string): Pod {
  const ready = ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];
  const conditions = ready.map((type) => ({ type, status: 'True', lastTransitionTime: time }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    ...pod,
    status: { ...pod.status, phase: 'Running', podIP: ADDRESS, podIPs: [{ ip: ADDRESS }], startTime: time, conditions },
  };
}
