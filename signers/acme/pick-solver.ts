import type { JsonObject } from '../../kube/json';

/** A challenge as an authorization offers it. */
export interface OfferedChallenge {
  readonly url: string;
  readonly token: string;
  /** `http-01`, `dns-01` and others. */
  readonly type: string;
}

/** `spec.acme.solvers[]`; what a provider needs is not looked at. */
export interface Solver {
  readonly selector?: SolverSelector | null;
  readonly http01?: JsonObject | null;
  readonly dns01?: JsonObject | null;
}

export interface SolverSelector {
  readonly matchLabels?: Readonly<Record<string, string>> | null;
  readonly dnsNames?: readonly string[] | null;
  readonly dnsZones?: readonly string[] | null;
}

export interface Picked<S extends Solver> {
  readonly solver: S;
  readonly challenge: OfferedChallenge;
}

interface Weight {
  readonly names: number;
  readonly zones: number;
  readonly labels: number;
}

/** What a domain is matched with. */
export interface SolverQuestion {
  /** With `*.` in front for a wildcard. */
  readonly domain: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly challenges: readonly OfferedChallenge[];
}

const NO_WEIGHT: Weight = { names: 0, zones: 0, labels: 0 };

/** The most specific solver for a domain: a matching name, then the longest zone, then the most labels; the first of equals. */
export function pickSolver<S extends Solver>(solvers: readonly S[], question: SolverQuestion): Picked<S> | undefined {
  let best: (Picked<S> & { weight: Weight }) | undefined;
  for (const solver of solvers) {
    const challenge = question.challenges.find(({ type }) => solves(solver, type));
    const weight = weigh(solver.selector, question);
    if (challenge === undefined || weight === undefined) continue;
    if (best === undefined || isHeavier(weight, best.weight)) best = { solver, challenge, weight };
  }
  return best && { solver: best.solver, challenge: best.challenge };
}

function solves(solver: Solver, type: string): boolean {
  if (type === 'http-01') return isSet(solver.http01);
  return type === 'dns-01' && isSet(solver.dns01);
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

// Undefined when the selector does not match. Without one everything matches, and weighs nothing.
function weigh(selector: SolverSelector | null | undefined, { domain, labels }: SolverQuestion): Weight | undefined {
  if (selector === undefined || selector === null) return NO_WEIGHT;
  const wanted = Object.entries(selector.matchLabels ?? {});
  const names = selector.dnsNames ?? [];
  const zones = selector.dnsZones ?? [];
  const zone = Math.max(0, ...zones.map((candidate) => zoneLabels(candidate, domain)));
  if (!wanted.every(([name, value]) => Object.hasOwn(labels, name) && labels[name] === value)) return undefined;
  if ((names.length > 0 && !names.includes(domain)) || (zones.length > 0 && zone === 0)) return undefined;
  return { names: names.length === 0 ? 0 : 1, zones: zone, labels: wanted.length };
}

// Labels of a zone that ends the domain; 0 when it does not. Case does not matter, nor a dot at the end.
function zoneLabels(zone: string, domain: string): number {
  const [short, long] = [zone, domain].map((name) => name.toLowerCase().replace(/\.$/, '').split('.')) as [string[], string[]];
  if (short.join('.') === '') return 0;
  const isSuffix = short.length <= long.length && short.every((label, i) => label === long[long.length - short.length + i]);
  return isSuffix ? short.length : 0;
}

function isHeavier(a: Weight, b: Weight): boolean {
  if (a.names !== b.names) return a.names > b.names;
  return a.zones === b.zones ? a.labels > b.labels : a.zones > b.zones;
}
