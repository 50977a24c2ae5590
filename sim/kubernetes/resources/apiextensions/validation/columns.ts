import { FieldErrors, type FieldError } from '../../../../../kube/field-error';
import type { CustomResourceColumnDefinition, CustomResourceSubresources } from '../../../../../kube/types/apiextensions';

const TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

export function columnErrors(
  { name = '', type = '', format = '', jsonPath = '' }: CustomResourceColumnDefinition,
  path: string,
): readonly FieldError[] {
  const types = `must be one of ${TYPES.join(',')}`;
  const formats = `must be one of ${FORMATS.join(',')}`;
  return [
    ...(name === '' ? [FieldErrors.required(`${path}.name`)] : []),
    ...(type === '' ? [FieldErrors.required(`${path}.type`, types)] : []),
    ...(type !== '' && !TYPES.includes(type) ? [FieldErrors.invalid(`${path}.type`, type, types)] : []),
    ...(format !== '' && !FORMATS.includes(format) ? [FieldErrors.invalid(`${path}.format`, format, formats)] : []),
    ...(jsonPath === '' ? [FieldErrors.required(`${path}.JSONPath`)] : simplePathErrors(jsonPath, `${path}.JSONPath`)),
  ];
}

export function subresourceErrors({ scale }: CustomResourceSubresources, path: string): readonly FieldError[] {
  if (scale === undefined) return [];
  const { specReplicasPath = '', statusReplicasPath = '', labelSelectorPath = '' } = scale;
  return [
    ...replicasErrors(specReplicasPath, `${path}.scale.specReplicasPath`, 'spec'),
    ...replicasErrors(statusReplicasPath, `${path}.scale.statusReplicasPath`, 'status'),
    ...selectorErrors(labelSelectorPath, `${path}.scale.labelSelectorPath`),
  ];
}

function replicasErrors(value: string, field: string, root: 'spec' | 'status'): readonly FieldError[] {
  if (value === '') return [FieldErrors.required(field)];
  const errors = simplePathErrors(value, field);
  if (errors.length > 0 || value.startsWith(`.${root}.`)) return errors;
  return [FieldErrors.invalid(field, value, `should be a json path under .${root}`)];
}

function selectorErrors(value: string, field: string): readonly FieldError[] {
  const errors = value === '' ? [] : simplePathErrors(value, field);
  if (value === '' || errors.length > 0 || value.startsWith('.spec.') || value.startsWith('.status.')) return errors;
  return [FieldErrors.invalid(field, value, 'should be a json path under either .spec or .status')];
}

function simplePathErrors(value: string, field: string): readonly FieldError[] {
  return value.startsWith('.') ? [] : [FieldErrors.invalid(field, value, 'must be a simple json path starting with .')];
}
