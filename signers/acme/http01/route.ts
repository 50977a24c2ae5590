import { isIpAddress } from '../../../base/go/address';
import { isObject, type JsonObject } from '../../../kube/json';
import type { KubeObject } from '../../../kube/meta';
import type { IngressTarget } from './ingress';
import { objectMeta, type SolverParts } from './labels';
import { SOLVER_PORT } from './pod';

export interface HttpRoute extends KubeObject {
  spec?: JsonObject;
}

/** The route that leads from the Gateways of the solver to the challenge's Service. */
export function solverRoute({ challenge, service }: IngressTarget, { settings }: SolverParts): HttpRoute {
  const { dnsName = '', token = '' } = challenge.spec ?? {};
  const labels = isObject(settings.labels) ? settings.labels : {};
  const given = Object.entries(labels).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
  const match = { path: { type: 'Exact', value: `/.well-known/acme-challenge/${token}` } };
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: objectMeta(challenge, { labels: Object.fromEntries(given) }),
    spec: {
      parentRefs: settings.parentRefs ?? [],
      ...(isIpAddress(dnsName) ? {} : { hostnames: [dnsName] }),
      rules: [{ matches: [match], backendRefs: [{ group: '', kind: 'Service', name: service, port: SOLVER_PORT, weight: 1 }] }],
    },
  };
}
