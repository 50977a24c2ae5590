import { FieldErrors, type FieldError } from '../../../../../kube/field-error';
import { dns1035LabelErrors } from '../../../../../kube/validation/dns';
import type { CustomResourceDefinitionNames } from '../../../../../kube/types/apiextensions';

/** In spec every name has to be there; in status the names that were accepted may lack some. */
export function requiredNames({
  plural = '',
  singular = '',
  kind = '',
  listKind = '',
}: CustomResourceDefinitionNames): readonly FieldError[] {
  return Object.entries({ plural, singular, kind, listKind })
    .filter(([, name]) => name === '')
    .map(([field]) => FieldErrors.required(`spec.names.${field}`));
}

export function nameErrors(names: CustomResourceDefinitionNames, path: string): readonly FieldError[] {
  const { plural = '', singular = '', kind = '', listKind = '', shortNames = [], categories = [] } = names;
  const same = kind !== '' && kind === listKind;
  return [
    ...labelErrors(`${path}.plural`, plural),
    ...labelErrors(`${path}.singular`, singular),
    ...kindErrors(`${path}.kind`, kind),
    ...kindErrors(`${path}.listKind`, listKind),
    ...shortNames.flatMap((name, index) => labelErrors(`${path}.shortNames[${index}]`, name, true)),
    ...(same ? [FieldErrors.invalid(`${path}.listKind`, listKind, 'kind and listKind may not be the same')] : []),
    ...categories.flatMap((name, index) => labelErrors(`${path}.categories[${index}]`, name, true)),
  ];
}

function labelErrors(field: string, name: string, evenEmpty = false): readonly FieldError[] {
  const problems = name === '' && !evenEmpty ? [] : dns1035LabelErrors(name);
  return problems.length === 0 ? [] : [FieldErrors.invalid(field, name, problems.join(','))];
}

function kindErrors(field: string, kind: string): readonly FieldError[] {
  const problems = kind === '' ? [] : dns1035LabelErrors(kind.toLowerCase());
  return problems.length === 0
    ? []
    : [FieldErrors.invalid(field, kind, `may have mixed case, but should otherwise match: ${problems.join(',')}`)];
}
