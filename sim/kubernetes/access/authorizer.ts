import { ApiError } from '../../../kube/api-error';
import { goQuote } from '../../../base/go';
import type { RequestInfo, UserInfo } from '../model/request-context';

/** What is asked of an authorizer. A RequestInfo is one. `apiVersion` is never compared. */
export type AccessRequest = Pick<
  RequestInfo,
  'isResourceRequest' | 'path' | 'verb' | 'apiGroup' | 'apiVersion' | 'namespace' | 'resource' | 'subresource' | 'name'
> & {
  /** Equalities that a field selector demands. Only the node authorizer reads them. */
  readonly fields?: Readonly<Record<string, string>>;
};

/** Not allowed means "no opinion": nothing here denies for good. The reason may be empty either way. */
export interface Decision {
  readonly allowed: boolean;
  readonly reason: string;
}

export interface Authorizer {
  authorize(user: UserInfo, request: AccessRequest): Decision;
}

export const NO_OPINION: Decision = { allowed: false, reason: '' };
export const ALLOWED: Decision = { allowed: true, reason: '' };

/** Asks one after the other until one allows. Reasons of those without an opinion are joined by line breaks. */
export function authorizerChain(members: readonly Authorizer[]): Authorizer {
  return {
    authorize(user, request) {
      const reasons: string[] = [];
      for (const member of members) {
        const decision = member.authorize(user, request);
        if (decision.allowed) return decision;
        if (decision.reason !== '') reasons.push(decision.reason);
      }
      return reasons.length === 0 ? NO_OPINION : { allowed: false, reason: reasons.join('\n') };
    },
  };
}

/** Members of `system:masters` may do everything, whatever RBAC says. */
export const mastersAuthorizer: Authorizer = {
  authorize: (user) => (user.groups.includes('system:masters') ? ALLOWED : NO_OPINION),
};

/** A request about a resource, filled up with nothing. Non-resource requests say so themselves. */
export function accessTo(parts: Partial<AccessRequest>): AccessRequest {
  return { ...NOTHING, ...parts };
}

const NOTHING: AccessRequest = {
  isResourceRequest: true,
  path: '',
  verb: '',
  apiGroup: '',
  apiVersion: '',
  namespace: '',
  resource: '',
  subresource: '',
  name: '',
};

/** 403, worded as the server does. Only the sentence about the user is escaped for HTML; the reason is not. */
export function forbiddenError(user: UserInfo, request: AccessRequest, reason: string): ApiError {
  const sentence = escapeHtml(cannot(user, request));
  const why = reason === '' ? sentence : `${sentence}: ${reason}`;
  if (request.isResourceRequest) return ApiError.forbidden({ group: request.apiGroup, resource: request.resource }, request.name, why);
  return ApiError.of({ code: 403, reason: 'Forbidden', message: `forbidden: ${why}`, details: {} });
}

function cannot(user: UserInfo, request: AccessRequest): string {
  const who = `User ${goQuote(user.name)} cannot ${request.verb}`;
  if (!request.isResourceRequest) return `${who} path ${goQuote(request.path)}`;
  const resource = request.subresource === '' ? request.resource : `${request.resource}/${request.subresource}`;
  const where = request.namespace === '' ? 'at the cluster scope' : `in the namespace ${goQuote(request.namespace)}`;
  return `${who} resource ${goQuote(resource)} in API group ${goQuote(request.apiGroup)} ${where}`;
}

/** So that no error looks like a page. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
