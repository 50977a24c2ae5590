import type { AccessPlane } from '../access';
import type { Action } from '../model/action';
import { selfSubjectReview, tokenRequest, tokenReview } from './authentication';
import { localSubjectAccessReview, selfSubjectAccessReview, selfSubjectRulesReview, subjectAccessReview } from './authorization';

/** The endpoints that answer questions about access and store nothing, by `group/version/resource[/subresource]`. */
export function accessActions(access: AccessPlane): Readonly<Record<string, Action>> {
  const { authenticator, authorizer, rbac, serviceAccounts } = access;
  return {
    'authentication.k8s.io/v1/selfsubjectreviews': selfSubjectReview,
    'authentication.k8s.io/v1/tokenreviews': tokenReview(authenticator),
    'authorization.k8s.io/v1/localsubjectaccessreviews': localSubjectAccessReview(authorizer),
    'authorization.k8s.io/v1/selfsubjectaccessreviews': selfSubjectAccessReview(authorizer),
    'authorization.k8s.io/v1/selfsubjectrulesreviews': selfSubjectRulesReview(rbac),
    'authorization.k8s.io/v1/subjectaccessreviews': subjectAccessReview(authorizer),
    ...(serviceAccounts === undefined ? {} : { '/v1/serviceaccounts/token': tokenRequest(serviceAccounts) }),
  };
}
