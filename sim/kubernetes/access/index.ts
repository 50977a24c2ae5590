export { accessPlane, type AccessPlane, type AccessPlaneOptions } from './access-plane';
export { requestInfo, requestInfoReader, RequestInfoError } from './request-info';
export {
  accessTo,
  authorizerChain,
  escapeHtml,
  forbiddenError,
  mastersAuthorizer,
  type AccessRequest,
  type Authorizer,
  type Decision,
} from './authorizer';
export { RbacIndex, type RbacKind } from './rbac/rbac-index';
export { aggregate, problemText, rbacAuthorizer, type HeldRules, type RbacAuthorizer } from './rbac/rbac-authorizer';
export { checkBindingRights, checkRoleRights, type AnyBinding, type AnyRole, type RightsSources } from './rbac/rights';
export { authenticator, type Authenticator, type AuthenticatorOptions, type Identity } from './authentication/authenticator';
export { clientCertificates, type ClientCertificates } from './authentication/client-certificate';
export { keyDiscovery, type KeyDocument } from './authentication/key-discovery';
export { keyIdOf, type JwtPublicKey, type JwtSigningKey } from './authentication/jwt';
export { serviceAccountTokens, type ServiceAccountTokens } from './authentication/service-account-tokens';
export { parseTokenFile } from './authentication/token-file';
export { ANONYMOUS, authenticatedUser, splitServiceAccount, userOf, type UserParts } from './authentication/user';
export { impersonator, type Impersonation, type Impersonator } from './impersonation/impersonator';
export { bootstrapRbac, type BootstrapObject } from './bootstrap-rbac';
export { nodeAuthorizer, nodeIdentity } from './node-authorizer';
export { mayUseSigner } from './signer-right';
export { generateTokenKey } from './authentication/token-key';
export type { AuditEvent, AuditLevel, AuditStage } from './audit/audit-event';
export { auditLog, type AuditLog, type AuditLogOptions } from './audit/audit-log';
export type { AuditPolicy } from './audit/audit-policy';
export type { AuditTrail } from './audit/audit-trail';
