import type { KubeObject } from '../../../kube';
import type { UpstreamCase } from '../case';
import type { Watched } from './watched';

/** What cert-manager wrote, in words that two runs share. */
export type Facts = Readonly<Record<string, readonly string[]>>;

interface RecordedObject {
  readonly object: KubeObject;
  readonly kind?: string;
  readonly states?: readonly { readonly status?: object; readonly finalizers?: unknown }[];
}

interface RecordedResult {
  readonly issuers?: readonly RecordedObject[];
  readonly orders?: readonly RecordedObject[];
  readonly challenges?: readonly RecordedObject[];
  readonly otherObjects?: readonly RecordedObject[];
}

/** Times, account keys and their hashes, generated names, ports and addresses. */
const VOLATILE: readonly (readonly [RegExp, string])[] = [
  [/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"/g, '"TIME"'],
  [/[\w-]{43}\.[\w-]{43}/g, 'KEY-AUTHORIZATION'],
  [/cm-acme-http-solver-[a-z0-9]{5}\b/g, 'SOLVER'],
  [/Waiting \S+ before accepting/g, 'Waiting TIME before accepting'],
  [/"lastPrivateKeyHash":"[^"]*"/g, '"lastPrivateKeyHash":"HASH"'],
  [/cert-manager-acmesolver:[\w.]+/g, 'cert-manager-acmesolver:VERSION'],
  [/"nodePort":\d+/g, '"nodePort":0'],
  [/"clusterIPs?":("[\d.]+"|\["[\d.]+"\])/g, '"clusterIP":0'],
];

export function recordedFacts({ result, issuer: created }: UpstreamCase): Facts {
  const { issuers = [], orders = [], challenges = [], otherObjects = [] } = result as RecordedResult;
  const issuer = result.issuer ?? issuers.find(({ object }) => object.metadata?.name === created.metadata?.name);
  const statusesOf = (objects: readonly RecordedObject[]): readonly (readonly object[])[] =>
    objects.map(({ states = [] }) => states.flatMap(({ status }) => status ?? []));
  return {
    'states of Issuer': (issuer?.states ?? []).flatMap(({ status }) => statusText(status ?? {})),
    ...objectFacts(
      'Order',
      orders.map(({ object }) => object),
      statusesOf(orders),
    ),
    ...objectFacts(
      'Challenge',
      challenges.map(({ object }) => object),
      statusesOf(challenges),
    ),
    'solver objects': distinct(otherObjects.filter(isSolver).map(({ kind = '', object }) => solverText(kind, object))),
  };
}

export function watchedFacts(watched: readonly Watched[], issuerName: string): Facts {
  const of = (wanted: string): readonly Watched[] => watched.filter(({ kind }) => kind === wanted);
  const last = ({ states }: Watched): KubeObject => states.at(-1) ?? {};
  const statuses = (objects: readonly Watched[]): readonly (readonly object[])[] => objects.map(({ states }) => states.map(statusOf));
  const issuers = of('Issuer').filter(({ name }) => name === issuerName);
  const solvers = watched.filter(({ kind, states }) => isSolver({ kind, object: states.at(-1) ?? {} }));
  return {
    'states of Issuer': issuers.flatMap(({ states }) => states.flatMap((state) => statusText(statusOf(state)))),
    ...objectFacts('Order', of('Order').map(last), statuses(of('Order'))),
    ...objectFacts('Challenge', of('Challenge').map(last), statuses(of('Challenge'))),
    'solver objects': distinct(solvers.map(({ kind, states }) => solverText(kind, states[0] ?? {}))),
  };
}

/** The text of a message without what changes from run to run. */
export function masked(text: string): string {
  return VOLATILE.reduce((shown, [pattern, by]) => shown.replace(pattern, by), text);
}

function objectFacts(kind: string, objects: readonly KubeObject[], statuses: readonly (readonly object[])[]): Facts {
  return {
    [`${kind} objects`]: objects.map(objectText).sort(),
    [`states of ${kind}`]: distinct(statuses.flatMap((one) => one.flatMap(statusText))),
  };
}

function objectText(object: KubeObject): string {
  const { name, namespace, labels, annotations, ownerReferences = [] } = object.metadata ?? {};
  const owners = ownerReferences.map(({ kind, name: owner }) => `${kind}/${owner}`);
  const { key: _key, ...spec } = specOf(object);
  return masked(stable({ name, namespace, labels, annotations, owners, spec, status: settled(statusOf(object)) }));
}

function solverText(kind: string, object: KubeObject): string {
  const { labels, annotations, generateName, ownerReferences = [] } = object.metadata ?? {};
  const owners = ownerReferences.map(({ kind: owner, name }) => `${owner}/${name}`);
  return masked(stable({ kind, labels, annotations, generateName, owners, spec: specOf(object) }));
}

function isSolver({ kind = '', object }: Pick<RecordedObject, 'kind' | 'object'>): boolean {
  return ['Pod', 'Service', 'Ingress'].includes(kind) && (object.metadata?.generateName ?? '').startsWith('cm-acme-http-solver-');
}

/** Nothing for a status that says nothing. */
function statusText(status: object): string[] {
  return Object.keys(status).length === 0 ? [] : [masked(stable(settled(status)))];
}

/** Whether a Challenge that is decided was cleaned up before it was deleted is a race. */
function settled(status: object): object {
  const { presented: _presented, processing: _processing, ...rest } = status as Record<string, unknown>;
  return 'processing' in status && ['valid', 'expired', 'invalid', 'errored'].includes(String(rest.state)) ? rest : status;
}

function statusOf(object: KubeObject): object {
  const { status } = object as { status?: object };
  return status ?? {};
}

function specOf(object: KubeObject): Record<string, unknown> {
  const { spec } = object as { spec?: Record<string, unknown> };
  return spec ?? {};
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

/** JSON with sorted members. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
