import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import type { ConfigMap } from '../../../../kube/types/core';
import { byteLength } from '../../../../kube/validation';
import type { Strategy } from '../../model/strategy';
import { base64Length } from '../../model/bytes';
import { dataKeyErrors, immutableError, MAX_DATA_SIZE, sameData } from '../common/data-keys';

export const configMapMain: Strategy<ConfigMap> = {
  validate: validateConfigMap,
  validateUpdate: (next, current) => [...immutabilityErrors(next, current), ...validateConfigMap(next)],
};

function validateConfigMap({ data = {}, binaryData = {} }: ConfigMap): FieldError[] {
  const duplicates = Object.keys(data)
    .filter((key) => Object.hasOwn(binaryData, key))
    .sort()
    .map((key) => FieldErrors.invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'));
  const errors = [...dataKeyErrors(data, 'data'), ...duplicates, ...dataKeyErrors(binaryData, 'binaryData')];
  const size = sum(Object.values(data).map(byteLength)) + sum(Object.values(binaryData).map(base64Length));
  // A path without a name prints as an empty index.
  return size > MAX_DATA_SIZE ? [...errors, FieldErrors.tooLong('[]', MAX_DATA_SIZE)] : errors;
}

function immutabilityErrors(next: ConfigMap, current: ConfigMap): FieldError[] {
  if (current.immutable !== true) return [];
  return [
    ...(next.immutable === true ? [] : [immutableError('immutable')]),
    ...(sameData(next.data, current.data) ? [] : [immutableError('data')]),
    ...(sameData(next.binaryData, current.binaryData) ? [] : [immutableError('binaryData')]),
  ];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
