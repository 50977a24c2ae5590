import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import { labelKeyProblems, labelValueProblems } from '../../../../kube/selectors';
import type { FieldSelectorAttributes, FieldSelectorRequirement } from '../../../../kube/types/authorization';

/** A selector of a review: either its text or its requirements. Field and label selectors have the same shape. */
export function validateReviewSelector(selector: FieldSelectorAttributes, kind: 'field' | 'label', path: string): FieldError[] {
  const { rawSelector = '', requirements = [] } = selector;
  const errors: FieldError[] = [];
  if (rawSelector !== '' && requirements.length > 0) {
    errors.push(FieldErrors.invalid(`${path}.rawSelector`, rawSelector, 'may not specified at the same time as requirements'));
  }
  if (rawSelector === '' && requirements.length === 0) {
    errors.push(FieldErrors.required(`${path}.requirements`, `when ${path} is specified, requirements or rawSelector is required`));
  }
  return [
    ...errors,
    ...requirements.flatMap((requirement, index) => validateRequirement(requirement, kind, `${path}.requirements[${index}]`)),
  ];
}

/** Operators that this release does not know are for newer clients to use. */
function validateRequirement(requirement: FieldSelectorRequirement, kind: 'field' | 'label', path: string): FieldError[] {
  const { key = '', operator = '', values = [] } = requirement;
  const errors: FieldError[] = [];
  if (kind === 'field' && key === '') errors.push(FieldErrors.required(`${path}.key`, 'must be specified'));
  if ((operator === 'In' || operator === 'NotIn') && values.length === 0) {
    errors.push(FieldErrors.required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
  }
  if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0) {
    errors.push(FieldErrors.forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
  }
  if (kind === 'field') return errors;
  errors.push(...labelKeyProblems(key).map((problem) => FieldErrors.invalid(`${path}.key`, key, problem)));
  const ofValues = values.flatMap((value, index) =>
    labelValueProblems(value).map((problem) => FieldErrors.invalid(`${path}.values[${index}]`, value, problem)),
  );
  return [...errors, ...ofValues];
}
