import type { KubeClient } from '../../../kube/client';
import type { GroupVersionResource, KubeObject } from '../../../kube/meta';
import { isObject } from '../../../kube/json';
import { Resources } from '../../../kube/resources';
import type { World } from '../../engine/world';
import type { Presenter } from '../challenges/sync';
import type { ChallengeObject } from '../objects';
import { addPath, ensureIngress, removePath, type IngressTarget } from './ingress';
import { objectMeta, selectorOf, type SolverParts } from './labels';
import { solverPod } from './pod';
import { solverRoute } from './route';
import { selfCheck } from './self-check';
import { solverService } from './service';

const PODS = { ...Resources.secrets, resource: 'pods' };
const SERVICES = { ...Resources.secrets, resource: 'services' };
const HTTP_ROUTES: GroupVersionResource = { group: 'gateway.networking.k8s.io', version: 'v1', resource: 'httproutes' };
const INGRESSES: GroupVersionResource = { group: 'networking.k8s.io', version: 'v1', resource: 'ingresses' };

/** Section 9.9: a Pod that answers, a Service in front of it, and an Ingress that leads there. */
export function http01Presenter({ clock, tools, gatewayApi = false }: World, client: KubeClient): Presenter {
  const ensure = async <T extends KubeObject>(resource: GroupVersionResource, made: T): Promise<T> => {
    const namespace = made.metadata?.namespace ?? '';
    const found = await owned<T>(client, resource, made);
    const [only] = found;
    if (only === undefined) return client.create<T>(resource, made, { namespace });
    if (found.length === 1) return only;
    await removeAll(client, resource, found);
    throw new Error(`multiple existing challenge solver ${resource.resource} found and cleaned up. retrying challenge sync`);
  };

  const presentRoute = async (target: IngressTarget, parts: SolverParts): Promise<void> => {
    const { namespace = '', name = '' } = target.challenge.metadata ?? {};
    if (!gatewayApi) throw new Error(`couldn't Present challenge ${namespace}/${name}: gateway api is not enabled`);
    await ensure(HTTP_ROUTES, solverRoute(target, parts));
  };

  return {
    async present(challenge) {
      const parts = partsOf(challenge);
      await ensure(PODS, solverPod(challenge, parts));
      const service = await ensure(SERVICES, solverService(challenge, parts));
      const target = { challenge, service: service.metadata?.name ?? '' };
      if (parts.route) return presentRoute(target, parts);
      if (parts.ingressName === '') await ensureIngress({ client, resource: INGRESSES, ensure }, target, parts);
      else await addPath(client, INGRESSES, target, parts.ingressName);
    },
    check: (challenge) => selfCheck(challenge, { clock, network: tools.network }),
    async cleanUp(challenge) {
      const parts = partsOf(challenge);
      const like = { metadata: objectMeta(challenge) };
      for (const resource of [PODS, SERVICES]) await removeAll(client, resource, await owned(client, resource, like));
      // Routes are left to the garbage collector, as upstream.
      if (parts.route) return;
      if (parts.ingressName === '') await removeAll(client, INGRESSES, await owned(client, INGRESSES, like));
      else await removePath(client, INGRESSES, challenge, parts.ingressName);
    },
  };
}

/** What the Challenge's solver says of the objects. */
function partsOf({ spec }: ChallengeObject): SolverParts {
  const http01 = isObject(spec?.solver.http01) ? spec.solver.http01 : {};
  const { ingress, gatewayHTTPRoute } = http01;
  const settings = isObject(ingress) ? ingress : isObject(gatewayHTTPRoute) ? gatewayHTTPRoute : {};
  return {
    settings,
    route: !isObject(ingress) && isObject(gatewayHTTPRoute),
    ingressName: typeof settings.name === 'string' ? settings.name : '',
  };
}

async function owned<T extends KubeObject>(client: KubeClient, resource: GroupVersionResource, like: KubeObject): Promise<T[]> {
  const { namespace = '', ownerReferences: [owner] = [] } = like.metadata ?? {};
  const { items } = await client.list<T>(resource, { namespace, labelSelector: selectorOf(like) });
  return items.filter(
    ({ metadata }) => metadata?.deletionTimestamp === undefined && (metadata?.ownerReferences ?? []).some(({ uid }) => uid === owner?.uid),
  );
}

async function removeAll(client: KubeClient, resource: GroupVersionResource, objects: readonly KubeObject[]): Promise<void> {
  for (const { metadata } of objects) await client.delete(resource, metadata?.name ?? '', { namespace: metadata?.namespace ?? '' });
}
