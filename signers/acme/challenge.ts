import { isObject, type JsonObject } from '../../kube/json';
import { computeName } from './compute-name';
import { hashedJson } from './hashed-json';
import type { Order, OrderSpec } from './order';
import { pickSolver, type OfferedChallenge, type Solver } from './pick-solver';

/** `status.authorizations[]` of an Order. */
export interface Authorization {
  readonly url: string;
  readonly identifier: string;
  readonly wildcard?: boolean | null;
  readonly initialState?: string;
  readonly challenges: readonly OfferedChallenge[];
}

/** acme.cert-manager.io/v1 Challenge. Its key is known only to the account and not part of its name. */
export interface Challenge {
  readonly name: string;
  readonly namespace: string;
  readonly spec: ChallengeSpec;
}

export interface ChallengeSpec {
  readonly url: string;
  readonly authorizationURL: string;
  readonly dnsName: string;
  readonly wildcard: boolean;
  readonly type: 'HTTP-01' | 'DNS-01';
  readonly token: string;
  readonly key: string;
  readonly solver: Solver;
  readonly issuerRef: OrderSpec['issuerRef'];
}

const OVERRIDE = 'acme.cert-manager.io/http01-override-ingress-';
const PARENT_REF = 'acme.cert-manager.io/http01-parentref';

/** The part of an Order challenges are made from. */
export type ChallengedOrder = Pick<Order, 'metadata'> & { readonly spec: Pick<OrderSpec, 'issuerRef'> };

/** The Challenges an Order needs, without keys. Throws an Error with cert-manager's text when an authorization cannot be met. */
export function requiredChallenges(
  order: ChallengedOrder,
  authorizations: readonly Authorization[],
  solvers: readonly Solver[],
): readonly Challenge[] {
  const open = authorizations.filter(({ initialState }) => initialState !== 'valid');
  return open.map((authorization) => challengeFor(order, authorization, solvers));
}

/** The text whose hash is in the Challenge's name. */
export function hashedChallenge(spec: ChallengeSpec): string {
  return hashedJson('ChallengeSpec', { ...spec, key: '' });
}

function challengeFor(order: ChallengedOrder, authorization: Authorization, solvers: readonly Solver[]): Challenge {
  const wildcard = authorization.wildcard === true;
  const domain = `${wildcard ? '*.' : ''}${authorization.identifier}`;
  const { challenges } = authorization;
  const picked = pickSolver(solvers, { domain, labels: order.metadata.labels ?? {}, challenges });
  if (picked === undefined) throw new Error('no configured challenge solvers can be used for this challenge');
  const spec: ChallengeSpec = {
    url: picked.challenge.url,
    authorizationURL: authorization.url,
    dnsName: authorization.identifier,
    wildcard,
    type: picked.challenge.type === 'http-01' ? 'HTTP-01' : 'DNS-01',
    token: picked.challenge.token,
    key: '',
    solver: overridden(picked.solver, order),
    issuerRef: order.spec.issuerRef,
  };
  return { name: computeName(order.metadata.name ?? '', hashedChallenge(spec)), namespace: order.metadata.namespace ?? '', spec };
}

// Annotations of the Order adjust the HTTP-01 solver; an Order without any is not looked at.
function overridden(solver: Solver, { metadata }: ChallengedOrder): Solver {
  const { annotations, namespace = '' } = metadata;
  const { http01 } = solver;
  if (http01 === undefined || http01 === null || annotations === undefined) return solver;
  const { ingress, gatewayHTTPRoute: route } = http01;
  return {
    ...solver,
    http01: {
      ...http01,
      ...(isObject(ingress) ? { ingress: overriddenIngress(ingress, annotations) } : {}),
      ...(isObject(route) ? { gatewayHTTPRoute: overriddenRoute(route, annotations, namespace) } : {}),
    },
  };
}

type Annotations = Readonly<Record<string, string>>;

function overriddenIngress(ingress: JsonObject, annotations: Annotations): JsonObject {
  const overrides = [
    ['name', annotations[`${OVERRIDE}name`]],
    ['class', annotations[`${OVERRIDE}class`]],
    ['ingressClassName', annotations[`${OVERRIDE}ingressclassname`]],
  ] as const;
  const given = overrides.filter(([, value]) => value !== undefined);
  if (given.length > 1) throw new Error('may not specify more than one of: name, class, ingressClassName override annotations');
  if (given.length === 0) return ingress;
  const kept = Object.entries(ingress).filter(([field]) => overrides.every(([overridden]) => overridden !== field));
  return Object.fromEntries([...kept, ...given.map(([field, value]) => [field, value ?? ''] as const)]);
}

function overriddenRoute(route: JsonObject, annotations: Annotations, orderNamespace: string): JsonObject {
  const name = annotations[`${PARENT_REF}name`];
  const kind = annotations[`${PARENT_REF}kind`];
  const configured = Array.isArray(route.parentRefs) ? route.parentRefs : [];
  if ((name === undefined) !== (kind === undefined)) {
    throw new Error('cannot specify only one of parentRefName, parentRefKind override annotations');
  }
  if (name !== undefined && kind !== undefined) {
    const namespace = annotations[`${PARENT_REF}namespace`] || orderNamespace;
    const others = configured.filter((ref) => !isSameParent(ref, { name, namespace, kind }));
    return { ...route, parentRefs: [...others, { name, namespace, kind }] };
  }
  if (configured.length === 0) throw new Error('must specify parentRefs either through annotations or solver config');
  return route;
}

// A configured reference without a kind stands for any kind.
function isSameParent(ref: unknown, { name, namespace, kind }: { name: string; namespace: string; kind: string }): boolean {
  if (!isObject(ref) || ref.name !== name || ref.namespace !== namespace) return false;
  return ref.kind === undefined || ref.kind === null || ref.kind === kind;
}
