import { authenticator, type Authenticator, type AuthenticatorOptions } from './authentication/authenticator';
import type { ServiceAccountTokens } from './authentication/service-account-tokens';
import { authorizerChain, mastersAuthorizer, type Authorizer } from './authorizer';
import { impersonator, type Impersonator } from './impersonation/impersonator';
import { nodeAuthorizer } from './node-authorizer';
import { rbacAuthorizer, type RbacAuthorizer } from './rbac/rbac-authorizer';
import type { RbacIndex } from './rbac/rbac-index';

export interface AccessPlaneOptions extends AuthenticatorOptions {
  /** Follows the roles and bindings in the store. */
  readonly index: RbacIndex;
  /** Whether nodes get what kube-apiserver's node authorizer gives them. Default true. */
  readonly nodes?: boolean;
}

/** Everything that decides who somebody is and what they may do, for one API server. */
export interface AccessPlane {
  readonly authenticator: Authenticator;
  readonly impersonator: Impersonator;
  /** The whole chain: system:masters, nodes, RBAC. */
  readonly authorizer: Authorizer;
  readonly rbac: RbacAuthorizer;
  readonly index: RbacIndex;
  readonly serviceAccounts?: ServiceAccountTokens;
}

export function accessPlane(options: AccessPlaneOptions): AccessPlane {
  const { index, serviceAccounts, nodes = true } = options;
  const rbac = rbacAuthorizer(index);
  const authorizer = authorizerChain([mastersAuthorizer, ...(nodes ? [nodeAuthorizer] : []), rbac]);
  return {
    authenticator: authenticator(options),
    impersonator: impersonator(authorizer),
    authorizer,
    rbac,
    index,
    ...(serviceAccounts === undefined ? {} : { serviceAccounts }),
  };
}
