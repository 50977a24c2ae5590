import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import { labelKeyProblems, labelValueProblems } from '../../../../kube/selectors';
import type { LabelSelector, LabelSelectorRequirement } from '../../../../kube/types/rbac';

/** apimachinery's ValidateLabelSelector. */
export function validateLabelSelector(selector: LabelSelector, path: string): FieldError[] {
  const labels = Object.entries(selector.matchLabels ?? {}).flatMap(([key, value]) => [
    ...labelKeyProblems(key).map((problem) => FieldErrors.invalid(`${path}.matchLabels`, key, problem)),
    ...labelValueProblems(value).map((problem) => FieldErrors.invalid(`${path}.matchLabels`, value, problem)),
  ]);
  const expressions = (selector.matchExpressions ?? []).flatMap((requirement, index) =>
    validateRequirement(requirement, `${path}.matchExpressions[${index}]`),
  );
  return [...labels, ...expressions];
}

function validateRequirement({ key = '', operator = '', values = [] }: LabelSelectorRequirement, path: string): FieldError[] {
  return [
    ...operatorErrors(operator, values.length, path),
    ...labelKeyProblems(key).map((problem) => FieldErrors.invalid(`${path}.key`, key, problem)),
    ...values.flatMap((value, index) =>
      labelValueProblems(value).map((problem) => FieldErrors.invalid(`${path}.values[${index}]`, value, problem)),
    ),
  ];
}

function operatorErrors(operator: string, values: number, path: string): FieldError[] {
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values > 0 ? [] : [FieldErrors.required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist':
      return values === 0
        ? []
        : [FieldErrors.forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    default:
      return [FieldErrors.invalid(`${path}.operator`, operator, 'not a valid selector operator')];
  }
}
