import { FieldErrors, type FieldError, type FieldErrorReason } from '../../../../kube/field-error';
import type { JsonObject } from '../../../../kube/json';
import { hasBelow } from '../schema/has-below';

const BLOCKING: ReadonlySet<FieldErrorReason> = new Set([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
]);

const UNCHECKED =
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';

/** Rules are not asked about an object that breaks its schema in such a way: says so, if there are any rules. */
export function blockedRules(errors: readonly FieldError[], schema: JsonObject): readonly FieldError[] {
  if (!isBlocked(errors) || !hasBelow(schema, 'x-kubernetes-validations')) return [];
  return [FieldErrors.invalid('<nil>', null, UNCHECKED)];
}

export function isBlocked(errors: readonly FieldError[]): boolean {
  return errors.some(({ reason }) => BLOCKING.has(reason));
}
