import { goQuote } from '../../../../base/go';
import type { PolicyRule } from '../../../../kube/types/rbac';
import type { UserInfo } from '../../model/request-context';
import { NO_OPINION, type AccessRequest, type Authorizer, type Decision } from '../authorizer';
import { grantsFor, type Grant } from './grants';
import type { RbacIndex, RoleProblem } from './rbac-index';
import { ruleCovers } from './rule-match';

/** Rules that a user holds, in the order of visiting, with what stood in the way: what reviews and the escalation check look at. */
export interface HeldRules {
  readonly rules: readonly PolicyRule[];
  readonly problems: readonly RoleProblem[];
}

export interface RbacAuthorizer extends Authorizer {
  /** An empty namespace counts ClusterRoleBindings only. */
  rulesFor(user: UserInfo, namespace: string): HeldRules;
}

/** A rule that covers the request but for its name: allows every name, or those listed. */
interface Candidate {
  readonly names: ReadonlySet<string> | undefined;
  readonly decision: Decision;
}

interface Verdict {
  readonly candidates: readonly Candidate[];
  readonly otherwise: Decision;
}

interface UserCache {
  readonly verdicts: Map<string, Verdict>;
  readonly grants: Map<string, readonly Grant[]>;
}

// Paths and namespaces are the caller's to choose: what is kept of them per user is bounded.
const MOST_VERDICTS = 4096;

/**
 * Kept per user object and revision of the index, so a user that asks again costs one look-up: hand in the same frozen UserInfo for
 * the same credentials.
 */
export function rbacAuthorizer(index: RbacIndex): RbacAuthorizer {
  let revision = -1;
  let users = new WeakMap<UserInfo, UserCache>();
  const cacheOf = (user: UserInfo): UserCache => {
    if (revision !== index.revision) {
      users = new WeakMap();
      revision = index.revision;
    }
    const known = users.get(user);
    if (known !== undefined) return known;
    const fresh: UserCache = { verdicts: new Map(), grants: new Map() };
    users.set(user, fresh);
    return fresh;
  };
  const grants = (cache: UserCache, user: UserInfo, namespace: string): readonly Grant[] =>
    remember(cache.grants, namespace, () => grantsFor(index, user, namespace));
  return {
    authorize(user, request) {
      const cache = cacheOf(user);
      const verdict = remember(cache.verdicts, keyOf(request), () => judge(grants(cache, user, request.namespace), request));
      for (const { names, decision } of verdict.candidates) if (names === undefined || names.has(request.name)) return decision;
      return verdict.otherwise;
    },
    rulesFor(user, namespace) {
      const held = grants(cacheOf(user), user, namespace);
      return { rules: held.flatMap((grant) => ('rules' in grant ? grant.rules : [])), problems: problemsOf(held) };
    },
  };
}

/** `resource` stands for the missing role: the authorizer's cache says the kind in lower case, the storage the resource of the request. */
export function problemText(problem: RoleProblem, resource?: string): string {
  if ('error' in problem) return problem.error;
  const { kind, name } = problem.missing;
  return `${resource ?? kind.toLowerCase()}.rbac.authorization.k8s.io ${goQuote(name)} not found`;
}

/** Go's aggregate of errors: each text once, in brackets when there are several. */
export function aggregate(errors: readonly string[]): string {
  const texts = [...new Set(errors)];
  return texts.length === 1 ? texts.join('') : `[${texts.join(', ')}]`;
}

function remember<T>(cache: Map<string, T>, key: string, make: () => T): T {
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size >= MOST_VERDICTS) cache.clear();
  const made = make();
  cache.set(key, made);
  return made;
}

// Lengths keep parts apart: every character can occur in each of them.
function keyOf(request: AccessRequest): string {
  if (!request.isResourceRequest) return `${request.verb.length} ${request.verb}${request.path}`;
  const { verb, namespace, apiGroup, resource, subresource } = request;
  return `${verb.length},${namespace.length},${apiGroup.length},${resource.length} ${verb}${namespace}${apiGroup}${resource}${subresource}`;
}

function judge(grants: readonly Grant[], request: AccessRequest): Verdict {
  const errors = problemsOf(grants).map((problem) => problemText(problem));
  const otherwise = errors.length === 0 ? NO_OPINION : { allowed: false, reason: `RBAC: ${aggregate(errors)}` };
  const candidates: Candidate[] = [];
  for (const grant of grants) {
    if (!('rules' in grant)) continue;
    const decision = { allowed: true, reason: `RBAC: allowed by ${grant.source}` };
    for (const rule of grant.rules) {
      if (!ruleCovers(rule, request)) continue;
      const names = request.isResourceRequest ? (rule.resourceNames ?? []) : [];
      candidates.push({ names: names.length === 0 ? undefined : new Set(names), decision });
      if (names.length === 0) return { candidates, otherwise };
    }
  }
  return { candidates, otherwise };
}

function problemsOf(grants: readonly Grant[]): RoleProblem[] {
  return grants.flatMap((grant) => ('rules' in grant ? [] : [grant]));
}
