import type { Authenticator, Authorizer, RbacAuthorizer, ServiceAccountTokens } from '../access';
import type { Action } from '../model/action';
import { selfSubjectReview, tokenRequest, tokenReview } from './authentication';
import { localSubjectAccessReview, selfSubjectAccessReview, selfSubjectRulesReview, subjectAccessReview } from './authorization';

export interface AccessActionSources {
  readonly authenticator: Authenticator;
  readonly authorizer: Authorizer;
  readonly rbac: RbacAuthorizer;
  /** Without it, nobody can ask for tokens of service accounts. */
  readonly tokens?: ServiceAccountTokens;
  /** Seconds. Default: no limit. */
  readonly maxTokenExpiration?: number;
}

/** The endpoints that answer questions about access and store nothing, by `group/version/resource[/subresource]`. */
export function accessActions(sources: AccessActionSources): Readonly<Record<string, Action>> {
  const { authenticator, authorizer, rbac, tokens, maxTokenExpiration } = sources;
  const limit = maxTokenExpiration === undefined ? {} : { maxExpiration: maxTokenExpiration };
  return {
    'authentication.k8s.io/v1/selfsubjectreviews': selfSubjectReview,
    'authentication.k8s.io/v1/tokenreviews': tokenReview(authenticator),
    'authorization.k8s.io/v1/localsubjectaccessreviews': localSubjectAccessReview(authorizer),
    'authorization.k8s.io/v1/selfsubjectaccessreviews': selfSubjectAccessReview(authorizer),
    'authorization.k8s.io/v1/selfsubjectrulesreviews': selfSubjectRulesReview(rbac),
    'authorization.k8s.io/v1/subjectaccessreviews': subjectAccessReview(authorizer),
    ...(tokens === undefined ? {} : { '/v1/serviceaccounts/token': tokenRequest({ tokens, ...limit }) }),
  };
}
