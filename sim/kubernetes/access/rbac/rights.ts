import { goQuote } from '../../../../base/go';
import { ApiError } from '../../../../kube/api-error';
import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, RoleRef } from '../../../../kube/types/rbac';
import type { RequestContext } from '../../model/request-context';
import { accessTo, type Authorizer } from '../authorizer';
import { describeRules, missingRules, quoteList } from './coverage';
import { onlyForCollector } from './only-for-collector';
import { aggregate, problemText, type RbacAuthorizer } from './rbac-authorizer';
import type { RbacIndex } from './rbac-index';

/** Who asks and whom: `authorizer` is the whole chain, which judges the verbs escalate and bind; `rbac` knows the caller's own rules. */
export interface RightsSources {
  readonly authorizer: Authorizer;
  readonly rbac: RbacAuthorizer;
  readonly index: RbacIndex;
}

export type AnyRole = Role & Pick<ClusterRole, 'aggregationRule'>;
export type AnyBinding = RoleBinding | ClusterRoleBinding;

const GROUP = 'rbac.authorization.k8s.io';

/** An aggregation rule can gather anything. */
const EVERYTHING: readonly PolicyRule[] = [
  { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
  { nonResourceURLs: ['*'], verbs: ['*'] },
];

/** Nobody may write into a role what they do not hold, unless they may escalate. Throws 403. */
export function checkRoleRights(sources: RightsSources, next: AnyRole, current: AnyRole | undefined, context: RequestContext): void {
  const { user, info } = context;
  if (user.groups.includes('system:masters')) return;
  const escalate = accessTo({ ...target(context, info.resource), verb: 'escalate', name: info.name, namespace: info.namespace });
  if (sources.authorizer.authorize(user, escalate).allowed) return;
  if (onlyForCollector(next, current)) return;
  confirmNoEscalation(sources, next.rules ?? [], nameOf(next), context);
  if (!aggregates(next) && !aggregates(current)) return;
  if (lacking(sources, EVERYTHING, context).missing.length > 0) {
    throw forbidden(context, nameOf(next), 'must have cluster-admin privileges to use the aggregationRule');
  }
}

/** Nobody may bind a role whose rules they do not hold, unless they may bind it. Throws 403; 404 or worse when the role cannot be read. */
export function checkBindingRights(
  sources: RightsSources,
  next: AnyBinding,
  current: AnyBinding | undefined,
  context: RequestContext,
): void {
  if (context.user.groups.includes('system:masters') || onlyForCollector(next, current)) return;
  const ref = next.roleRef ?? {};
  if (mayBind(sources, ref, context)) return;
  confirmNoEscalation(sources, rulesOf(sources, ref, context), nameOf(next), context);
}

function mayBind(sources: RightsSources, ref: RoleRef, context: RequestContext): boolean {
  const { kind, name = '', apiGroup = GROUP } = ref;
  if (kind !== 'Role' && kind !== 'ClusterRole') return false;
  const resource = kind === 'Role' ? 'roles' : 'clusterroles';
  const request = { ...target(context, resource), apiGroup, verb: 'bind', name, namespace: context.info.namespace };
  return sources.authorizer.authorize(context.user, accessTo(request)).allowed;
}

function rulesOf(sources: RightsSources, ref: RoleRef, context: RequestContext): readonly PolicyRule[] {
  const { kind, name = '' } = ref;
  // What the storage says of an empty name; an unknown kind is an error without a status.
  if (name === '' && (kind === 'Role' || kind === 'ClusterRole')) throw ApiError.badRequest('Name parameter required.');
  const found = sources.index.rulesOf(ref, context.info.namespace);
  if ('rules' in found) return found.rules;
  if ('error' in found) throw ApiError.of({ code: 500, reason: '', message: found.error });
  throw ApiError.notFound({ group: GROUP, resource: context.info.resource }, found.missing.name);
}

function confirmNoEscalation(sources: RightsSources, rules: readonly PolicyRule[], name: string, context: RequestContext): void {
  const { missing, problems } = lacking(sources, rules, context);
  if (missing.length === 0) return;
  const { user, info } = context;
  const who = `user ${goQuote(user.name)} (groups=${quoteList(user.groups)})`;
  const what = `${who} is attempting to grant RBAC permissions not currently held:\n${describeRules(missing)}`;
  const errors = problems.map((problem) => problemText(problem, info.resource));
  throw forbidden(context, name, errors.length === 0 ? what : `${what}; resolution errors: [${aggregate(errors)}]`);
}

function lacking({ rbac }: RightsSources, wanted: readonly PolicyRule[], { user, info }: RequestContext) {
  const held = rbac.rulesFor(user, info.namespace);
  return { missing: missingRules(held.rules, wanted), problems: held.problems };
}

function forbidden({ info }: RequestContext, name: string, why: string): ApiError {
  return ApiError.forbidden({ group: GROUP, resource: info.resource }, name, why);
}

function target({ info }: RequestContext, resource: string) {
  return { apiGroup: info.apiGroup, apiVersion: '*', resource };
}

function aggregates(role: AnyRole | undefined): boolean {
  return (role?.aggregationRule?.clusterRoleSelectors ?? []).length > 0;
}

function nameOf(object: { readonly metadata?: { readonly name?: string } }): string {
  return object.metadata?.name ?? '';
}
