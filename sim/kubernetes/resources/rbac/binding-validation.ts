import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import type { RoleRef, Subject } from '../../../../kube/types/rbac';
import { dnsSubdomainName, pathSegmentName } from '../../../../kube/validation';
import type { AnyBinding } from '../../access';

const GROUP = 'rbac.authorization.k8s.io';

/** `namespaced`: a RoleBinding, which may refer to both kinds of role, and whose service accounts may lack a namespace. */
export function validateBinding({ roleRef = {}, subjects = [] }: AnyBinding, namespaced: boolean): FieldError[] {
  const kinds = namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  return [
    ...validateRoleRef(roleRef, kinds),
    ...subjects.flatMap((subject, index) => validateSubject(subject, namespaced, `subjects[${index}]`)),
  ];
}

export function validateSameRoleRef(next: AnyBinding, current: AnyBinding): FieldError[] {
  const [{ apiGroup = '', kind = '', name = '' }, before] = [next.roleRef ?? {}, current.roleRef ?? {}];
  if (apiGroup === (before.apiGroup ?? '') && kind === (before.kind ?? '') && name === (before.name ?? '')) return [];
  // The internal type has no JSON names.
  return [FieldErrors.invalid('roleRef', { APIGroup: apiGroup, Kind: kind, Name: name }, 'cannot change roleRef')];
}

function validateRoleRef({ apiGroup = '', kind = '', name = '' }: RoleRef, kinds: readonly string[]): FieldError[] {
  const errors: FieldError[] = [];
  if (apiGroup !== GROUP) errors.push(FieldErrors.notSupported('roleRef.apiGroup', apiGroup, [GROUP]));
  if (!kinds.includes(kind)) errors.push(FieldErrors.notSupported('roleRef.kind', kind, kinds));
  if (name === '') return [...errors, FieldErrors.required('roleRef.name')];
  return [...errors, ...pathSegmentName(name, false).map((problem) => FieldErrors.invalid('roleRef.name', name, problem))];
}

function validateSubject(
  { kind = '', apiGroup = '', name = '', namespace = '' }: Subject,
  namespaced: boolean,
  path: string,
): FieldError[] {
  const errors: FieldError[] = name === '' ? [FieldErrors.required(`${path}.name`)] : [];
  if (kind === 'User' || kind === 'Group') {
    return apiGroup === GROUP ? errors : [...errors, FieldErrors.notSupported(`${path}.apiGroup`, apiGroup, [GROUP])];
  }
  if (kind !== 'ServiceAccount') {
    return [...errors, FieldErrors.notSupported(`${path}.kind`, kind, ['ServiceAccount', 'User', 'Group'])];
  }
  const problems = name === '' ? [] : dnsSubdomainName(name, false);
  errors.push(...problems.map((problem) => FieldErrors.invalid(`${path}.name`, name, problem)));
  if (apiGroup !== '') errors.push(FieldErrors.notSupported(`${path}.apiGroup`, apiGroup, ['']));
  if (!namespaced && namespace === '') errors.push(FieldErrors.required(`${path}.namespace`));
  return errors;
}
