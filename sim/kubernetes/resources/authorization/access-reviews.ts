import { ApiError } from '../../../../kube/api-error';
import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import type { KubeObject } from '../../../../kube/meta';
import type {
  SelfSubjectAccessReview,
  SelfSubjectAccessReviewSpec,
  SubjectAccessReview,
  SubjectAccessReviewStatus,
} from '../../../../kube/types/authorization';
import { accessTo, userOf, type AccessRequest, type Authorizer } from '../../access';
import type { Action } from '../../model/action';
import type { RequestContext, UserInfo } from '../../model/request-context';
import { selectorOf } from './review-selector';
import { nonResourceInvalid, validateEmptyMetadata, validateSelfSpec, validateSubjectSpec } from './review-validation';

/** Asks about anybody, anywhere. Answers the review with its status. */
export function subjectAccessReview(authorizer: Authorizer): Action {
  return (body: SubjectAccessReview) => {
    const spec = body.spec ?? {};
    refuse([...validateSubjectSpec(spec), ...validateEmptyMetadata(body.metadata ?? {}, [], 'must be empty')]);
    return answered(body, reviewed(authorizer, subjectOf(body), spec));
  };
}

/** Asks about anybody in one namespace, which spec and URL must both name. */
export function localSubjectAccessReview(authorizer: Authorizer): Action {
  return (body: SubjectAccessReview, context: RequestContext) => {
    const [spec, namespace] = [body.spec ?? {}, body.metadata?.namespace ?? ''];
    refuse([
      ...validateSubjectSpec(spec),
      ...validateEmptyMetadata(body.metadata ?? {}, ['namespace'], 'must be empty except for namespace'),
      ...validateNamespace(spec, namespace),
      ...nonResourceInvalid(spec, 'disallowed on this kind of request'),
    ]);
    if (context.info.namespace !== namespace) {
      throw ApiError.badRequest(`spec.resourceAttributes.namespace must match namespace: ${context.info.namespace}`);
    }
    return answered(body, reviewed(authorizer, subjectOf(body), spec));
  };
}

/** Asks about the caller, after impersonation. */
export function selfSubjectAccessReview(authorizer: Authorizer): Action {
  return (body: SelfSubjectAccessReview, context: RequestContext) => {
    const spec = body.spec ?? {};
    refuse([...validateSelfSpec(spec), ...validateEmptyMetadata(body.metadata ?? {}, [], 'must be empty')]);
    return answered(body, reviewed(authorizer, context.user, spec));
  };
}

function validateNamespace(spec: SelfSubjectAccessReviewSpec, namespace: string): FieldError[] {
  const asked = spec.resourceAttributes?.namespace ?? '';
  if (spec.resourceAttributes === undefined || asked === namespace) return [];
  return [FieldErrors.invalid('spec.resourceAttributes.namespace', asked, 'must match metadata.namespace')];
}

// Upstream asks the object for its kind when it has lost it, so the text begins with a dot.
function refuse(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw ApiError.invalid({ group: 'authorization.k8s.io', kind: '' }, '', errors);
}

/** No group is made up: `system:authenticated` counts only when the review says it. */
function subjectOf({ spec = {} }: SubjectAccessReview): UserInfo {
  const { user = '', uid = '', groups = [], extra = {} } = spec;
  return userOf({ name: user, uid, groups, extra });
}

function reviewed(authorizer: Authorizer, user: UserInfo, spec: SelfSubjectAccessReviewSpec): SubjectAccessReviewStatus {
  const { request, error } = requestOf(spec);
  const { allowed, reason } = authorizer.authorize(user, request);
  return { allowed, ...(reason === '' ? {} : { reason }), ...(error === '' ? {} : { evaluationError: error }) };
}

function requestOf({ resourceAttributes, nonResourceAttributes }: SelfSubjectAccessReviewSpec): { request: AccessRequest; error: string } {
  if (resourceAttributes === undefined) {
    const { path = '', verb = '' } = nonResourceAttributes ?? {};
    return { request: accessTo({ isResourceRequest: false, path, verb }), error: '' };
  }
  const { namespace = '', verb = '', group = '', version = '', resource = '', subresource = '', name = '' } = resourceAttributes;
  const { fields, error } = selectorOf(resourceAttributes);
  const place = { namespace, verb, apiGroup: group, apiVersion: version === '' ? '*' : version, resource, subresource, name };
  return { request: accessTo({ ...place, fields }), error };
}

function answered(body: KubeObject, status: SubjectAccessReviewStatus): KubeObject {
  return { ...body, status } as KubeObject;
}
