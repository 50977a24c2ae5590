import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import type { PolicyRule } from '../../../../kube/types/rbac';

/** `namespaced` rules may not name URLs. */
export function validateRules(rules: readonly PolicyRule[] | undefined, namespaced: boolean): FieldError[] {
  return (rules ?? []).flatMap((rule, index) => validateRule(rule, namespaced, `rules[${index}]`));
}

function validateRule(rule: PolicyRule, namespaced: boolean, path: string): FieldError[] {
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const errors: FieldError[] = [];
  if (verbs.length === 0) errors.push(FieldErrors.required(`${path}.verbs`, 'verbs must contain at least one value'));
  if (nonResourceURLs.length > 0) {
    const invalid = (detail: string): FieldError => FieldErrors.invalid(`${path}.nonResourceURLs`, nonResourceURLs, detail);
    if (namespaced) errors.push(invalid('namespaced rules cannot apply to non-resource URLs'));
    const mixed = apiGroups.length + resources.length + resourceNames.length > 0;
    if (mixed) errors.push(invalid('rules cannot apply to both regular resources and non-resource URLs'));
    return errors;
  }
  if (apiGroups.length === 0) errors.push(FieldErrors.required(`${path}.apiGroups`, 'resource rules must supply at least one api group'));
  if (resources.length === 0) errors.push(FieldErrors.required(`${path}.resources`, 'resource rules must supply at least one resource'));
  return errors;
}
