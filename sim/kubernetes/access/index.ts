export { requestInfo, RequestInfoError, type RequestInfoOptions } from './request-info';
export {
  accessTo,
  authorizerChain,
  forbiddenError,
  mastersAuthorizer,
  type AccessRequest,
  type Authorizer,
  type Decision,
} from './authorizer';
export { RbacIndex, type RbacKind } from './rbac/rbac-index';
export { rbacAuthorizer, type HeldRules, type RbacAuthorizer } from './rbac/rbac-authorizer';
