import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import { configKeyErrors } from '../../../../kube/validation';

/** Of all values together, in bytes: what etcd takes. */
export const MAX_DATA_SIZE = 1024 * 1024;

/** Keys in order, where Go's order is random. */
export function dataKeyErrors(data: Readonly<Record<string, string>>, field: string): FieldError[] {
  return Object.keys(data)
    .sort()
    .flatMap((key) => configKeyErrors(key).map((text) => FieldErrors.invalid(`${field}[${key}]`, key, text)));
}

/** Whether two data maps hold the same. */
export function sameData(a: Readonly<Record<string, string>> = {}, b: Readonly<Record<string, string>> = {}): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key]);
}

export function immutableError(field: string): FieldError {
  return FieldErrors.forbidden(field, 'field is immutable when `immutable` is set');
}
