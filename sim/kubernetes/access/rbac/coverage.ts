import { goQuote } from '../../../../base/go';
import type { PolicyRule } from '../../../../kube/types/rbac';

/** The smallest parts of `wanted` that no single rule of `held` covers: one group, resource, verb and name each, or one URL and verb. */
export function missingRules(held: readonly PolicyRule[], wanted: readonly PolicyRule[]): PolicyRule[] {
  return wanted.flatMap(atomsOf).filter((atom) => !held.some((rule) => covers(rule, atom)));
}

/** One line for each rule, sorted, verbs of the same group, resource and name put together: `{APIGroups:["apps"], Resources:["deployments"], Verbs:["get"]}`. */
export function describeRules(atoms: readonly PolicyRule[]): string {
  return [...new Set(compacted(atoms).map(describe))].sort().join('\n');
}

/** A list of strings as Go's `%q` prints it. */
export function quoteList(list: readonly string[]): string {
  return `[${list.map(goQuote).join(' ')}]`;
}

function atomsOf({ apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs = [] }: PolicyRule): PolicyRule[] {
  const names = resourceNames.length === 0 ? [{}] : resourceNames.map((name) => ({ resourceNames: [name] }));
  const ofResources = apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      verbs.flatMap((verb) => names.map((name) => ({ apiGroups: [group], resources: [resource], verbs: [verb], ...name }))),
    ),
  );
  const ofUrls = nonResourceURLs.flatMap((url) => verbs.map((verb) => ({ nonResourceURLs: [url], verbs: [verb] })));
  return [...ofResources, ...ofUrls];
}

function covers(rule: PolicyRule, atom: PolicyRule): boolean {
  const names = rule.resourceNames ?? [];
  return (
    holdsAll(rule.verbs, atom.verbs) &&
    holdsAll(rule.apiGroups, atom.apiGroups) &&
    (atom.resources ?? []).every((resource) => resourceCovered(rule.resources ?? [], resource)) &&
    (atom.nonResourceURLs ?? []).every((url) => (rule.nonResourceURLs ?? []).some((owner) => urlCovers(owner, url))) &&
    (names.length === 0 || (atom.resourceNames?.every((name) => names.includes(name)) ?? false))
  );
}

function holdsAll(held: readonly string[] = [], wanted: readonly string[] = []): boolean {
  return held.includes('*') || wanted.every((entry) => held.includes(entry));
}

function resourceCovered(held: readonly string[], resource: string): boolean {
  if (held.includes('*') || held.includes(resource)) return true;
  const slash = resource.indexOf('/');
  return slash >= 0 && held.includes(`*${resource.slice(slash)}`);
}

function urlCovers(owner: string, url: string): boolean {
  return owner === url || (owner.endsWith('*') && url.startsWith(owner.replace(/\*+$/, '')));
}

/** Rules about URLs stay verb by verb. */
function compacted(atoms: readonly PolicyRule[]): PolicyRule[] {
  const rules = new Map<string, PolicyRule>();
  for (const { verbs = [], ...target } of atoms.filter((atom) => atom.nonResourceURLs === undefined)) {
    const key = JSON.stringify(target);
    rules.set(key, { ...target, verbs: [...(rules.get(key)?.verbs ?? []), ...verbs] });
  }
  return [...rules.values(), ...atoms.filter((atom) => atom.nonResourceURLs !== undefined)];
}

function describe({ apiGroups, resources, nonResourceURLs, resourceNames, verbs }: PolicyRule): string {
  const members: [string, string[] | undefined][] = [
    ['APIGroups', apiGroups],
    ['Resources', resources],
    ['NonResourceURLs', nonResourceURLs],
    ['ResourceNames', resourceNames],
    ['Verbs', verbs],
  ];
  const shown = members.flatMap(([name, list]) => (list === undefined || list.length === 0 ? [] : [`${name}:${quoteList(list)}`]));
  return `{${shown.join(', ')}}`;
}
