import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding, Subject } from '../../../../kube/types/rbac';
import { pathSegmentName } from '../../../../kube/validation';
import { checkBindingRights, checkRoleRights, type AnyBinding, type RightsSources } from '../../access';
import type { Strategy } from '../../model/strategy';
import { validateBinding, validateSameRoleRef } from './binding-validation';
import { validateLabelSelector } from './label-selector-validation';
import { validateRules } from './role-validation';

export interface RbacStrategies {
  readonly roles: Strategy<Role>;
  readonly clusterRoles: Strategy<ClusterRole>;
  readonly roleBindings: Strategy<RoleBinding>;
  readonly clusterRoleBindings: Strategy<ClusterRoleBinding>;
}

const GROUP = 'rbac.authorization.k8s.io';

export function rbacStrategies(sources: RightsSources): RbacStrategies {
  return {
    roles: {
      validateName: pathSegmentName,
      validatesSchema: true,
      checkRights: (next, current, context) => checkRoleRights(sources, next, current, context),
      validate: ({ rules }) => validateRules(rules, true),
      validateUpdate: ({ rules }) => validateRules(rules, true),
    },
    clusterRoles: {
      validateName: pathSegmentName,
      validatesSchema: true,
      checkRights: (next, current, context) => checkRoleRights(sources, next, current, context),
      validate: validateClusterRole,
      validateUpdate: validateClusterRole,
    },
    roleBindings: bindingStrategy(sources, true),
    clusterRoleBindings: bindingStrategy(sources, false),
  };
}

function bindingStrategy(sources: RightsSources, namespaced: boolean): Strategy<AnyBinding> {
  return {
    validateName: pathSegmentName,
    validatesSchema: true,
    applyDefaults: (binding) => withDefaultGroups(binding),
    checkRights: (next, current, context) => checkBindingRights(sources, next, current, context),
    validate: (binding) => validateBinding(binding, namespaced),
    validateUpdate: (next, current) => [...validateBinding(next, namespaced), ...validateSameRoleRef(next, current)],
  };
}

function validateClusterRole(role: ClusterRole): FieldError[] {
  return [...validateRules(role.rules, false), ...validateAggregation(role)];
}

function validateAggregation({ aggregationRule }: ClusterRole): FieldError[] {
  if (aggregationRule === undefined) return [];
  const field = 'aggregationRule.clusterRoleSelectors';
  const selectors = aggregationRule.clusterRoleSelectors ?? [];
  const none = 'at least one clusterRoleSelector required if aggregationRule is non-nil';
  if (selectors.length === 0) return [FieldErrors.required(field, none)];
  return selectors.flatMap((selector, index) => {
    const errors = validateLabelSelector(selector, `${field}[${index}]`);
    // A selector that cannot be compiled is reported once more, with the nothing that came of it.
    return errors.length === 0 ? [] : [...errors, FieldErrors.invalid(`${field}[${index}]`, null, 'invalid label selector.')];
  });
}

/** Users and groups belong to the group of RBAC, service accounts to the core group. */
function withDefaultGroups(binding: AnyBinding): AnyBinding {
  const { roleRef, subjects } = binding;
  return {
    ...binding,
    ...(subjects === undefined ? {} : { subjects: subjects.map(withDefaultGroup) }),
    roleRef: (roleRef?.apiGroup ?? '') === '' ? { ...roleRef, apiGroup: GROUP } : roleRef,
  };
}

function withDefaultGroup(subject: Subject): Subject {
  const named = subject.kind === 'User' || subject.kind === 'Group';
  return named && (subject.apiGroup ?? '') === '' ? { ...subject, apiGroup: GROUP } : subject;
}
