import { isIpAddress } from '../../../base/go/address';
import { ApiError } from '../../../kube/api-error';
import type { KubeClient } from '../../../kube/client';
import { isObject } from '../../../kube/json';
import type { GroupVersionResource, KubeObject } from '../../../kube/meta';
import type { HTTPIngressPath, Ingress, IngressRule } from '../../../kube/types/networking';
import type { ChallengeObject } from '../objects';
import { objectMeta, type SolverParts } from './labels';
import { SOLVER_PORT, templateMeta } from './pod';

export interface IngressTarget {
  readonly challenge: ChallengeObject;
  /** Name of the Service in front of the solver. */
  readonly service: string;
}

interface Ensuring {
  readonly client: KubeClient;
  readonly resource: GroupVersionResource;
  readonly ensure: <T extends KubeObject>(resource: GroupVersionResource, made: T) => Promise<T>;
}

const OPEN_TO_ALL = { 'nginx.ingress.kubernetes.io/whitelist-source-range': '0.0.0.0/0,::/0' };

/** An Ingress of the Challenge's own; one that leads to another Service is deleted. */
export async function ensureIngress({ client, resource, ensure }: Ensuring, target: IngressTarget, parts: SolverParts): Promise<void> {
  const found = await ensure<Ingress>(resource, solverIngress(target, parts));
  const [rule] = found.spec?.rules ?? [];
  if (rule?.http?.paths?.[0]?.backend?.service?.name === target.service) return;
  await client.delete(resource, found.metadata?.name ?? '', { namespace: found.metadata?.namespace ?? '' });
  throw new Error('service name changed, existing challenge solver ingresses found and cleaned up. retrying challenge sync');
}

/** Puts the path first in the rule of an Ingress that is there. */
export async function addPath(client: KubeClient, resource: GroupVersionResource, target: IngressTarget, name: string): Promise<void> {
  const { challenge } = target;
  const namespace = challenge.metadata?.namespace ?? '';
  const ingress = await client.get<Ingress>(resource, name, { namespace }).catch((error: unknown) => {
    // The lister's name for the kind, which is no plural.
    if (error instanceof ApiError && error.code === 404) throw ApiError.notFound({ ...resource, resource: 'ingress' }, name);
    throw error;
  });
  const host = hostOf(challenge);
  const path = solverPath(target);
  const rules = ingress.spec?.rules ?? [];
  if (rules.some((rule) => (rule.http?.paths ?? []).some((each) => each.path === path.path && (rule.host ?? '') === host))) return;
  const known = rules.some((rule) => (rule.host ?? '') === host);
  const extended = rules.map((rule) => ((rule.host ?? '') === host ? withPath(rule, path) : rule));
  const added: IngressRule = { ...(host === '' ? {} : { host }), http: { paths: [path] } };
  await client.update<Ingress>(resource, { ...ingress, spec: { ...ingress.spec, rules: known ? extended : [...rules, added] } });
}

/** Takes the path out of an Ingress that stays; a rule that is left empty goes with it. */
export async function removePath(
  client: KubeClient,
  resource: GroupVersionResource,
  challenge: ChallengeObject,
  name: string,
): Promise<void> {
  const namespace = challenge.metadata?.namespace ?? '';
  const listed = await client.list<Ingress>(resource, { namespace, fieldSelector: `metadata.name=${name}` });
  const [ingress] = listed.items;
  if (ingress === undefined) return;
  const path = pathOf(challenge);
  const rules = (ingress.spec?.rules ?? []).flatMap((rule) => {
    const paths = rule.http?.paths ?? [];
    const kept = paths.filter((each) => each.path !== path);
    if (kept.length === paths.length) return [rule];
    return kept.length === 0 ? [] : [{ ...rule, http: { paths: kept } }];
  });
  await client.update<Ingress>(resource, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    ...ingress,
    spec: { ...ingress.spec, rules },
  });
}

function solverIngress(target: IngressTarget, { settings }: SolverParts): Ingress {
  const { class: ingressClass, ingressClassName, ingressTemplate } = settings;
  const { labels, annotations } = templateMeta(isObject(ingressTemplate) ? ingressTemplate : {});
  const legacy: Record<string, string> = typeof ingressClass === 'string' ? { 'kubernetes.io/ingress.class': ingressClass } : {};
  const host = hostOf(target.challenge);
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: objectMeta(target.challenge, { labels, annotations: { ...OPEN_TO_ALL, ...legacy, ...annotations } }),
    spec: {
      ...(typeof ingressClassName === 'string' ? { ingressClassName } : {}),
      rules: [{ ...(host === '' ? {} : { host }), http: { paths: [solverPath(target)] } }],
    },
  };
}

function solverPath({ challenge, service }: IngressTarget): HTTPIngressPath {
  return { path: pathOf(challenge), pathType: 'Exact', backend: { service: { name: service, port: { number: SOLVER_PORT } } } };
}

function withPath(rule: IngressRule, path: HTTPIngressPath): IngressRule {
  return { ...rule, http: { paths: [path, ...(rule.http?.paths ?? [])] } };
}

function pathOf({ spec }: ChallengeObject): string {
  return `/.well-known/acme-challenge/${spec?.token ?? ''}`;
}

// An address can be no host of an Ingress: its rule is for every host.
function hostOf({ spec }: ChallengeObject): string {
  const name = spec?.dnsName ?? '';
  return isIpAddress(name) ? '' : name;
}
