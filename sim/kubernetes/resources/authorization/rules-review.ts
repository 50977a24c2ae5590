import { ApiError } from '../../../../kube/api-error';
import type { KubeObject } from '../../../../kube/meta';
import type { SelfSubjectRulesReview } from '../../../../kube/types/authorization';
import type { PolicyRule } from '../../../../kube/types/rbac';
import { aggregate, nodeIdentity, problemText, type RbacAuthorizer } from '../../access';
import type { Action } from '../../model/action';
import type { RequestContext } from '../../model/request-context';

/** Lists what the caller may do in a namespace, rule by rule as bound. The answer is a new object: nothing of the question comes back. */
export function selfSubjectRulesReview(rbac: RbacAuthorizer): Action {
  return (body: SelfSubjectRulesReview, { user }: RequestContext) => {
    const namespace = body.spec?.namespace ?? '';
    if (namespace === '') throw ApiError.badRequest('no namespace on request');
    const held = rbac.rulesFor(user, namespace);
    // The node authorizer cannot list what it allows.
    const incomplete = nodeIdentity(user) !== undefined;
    const unlisted = incomplete ? ['node authorizer does not support user rule resolution'] : [];
    const errors = [...unlisted, ...held.problems.map((problem) => problemText(problem))];
    const status = {
      resourceRules: held.rules.filter(({ resources = [] }) => resources.length > 0).map(toResourceRule),
      nonResourceRules: held.rules.filter(({ nonResourceURLs = [] }) => nonResourceURLs.length > 0).map(toUrlRule),
      incomplete,
      ...(errors.length === 0 ? {} : { evaluationError: aggregate(errors) }),
    };
    return { metadata: {}, spec: {}, status } as KubeObject;
  };
}

function toResourceRule({ verbs = [], apiGroups, resources, resourceNames }: PolicyRule): PolicyRule {
  return { verbs, ...present({ apiGroups, resources, resourceNames }) };
}

function toUrlRule({ verbs = [], nonResourceURLs }: PolicyRule): PolicyRule {
  return { verbs, ...present({ nonResourceURLs }) };
}

function present(lists: Readonly<Record<string, readonly string[] | undefined>>): object {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list !== undefined && list.length > 0));
}
