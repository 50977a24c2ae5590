import { FieldErrors } from '../../kube/field-error';
import type { FieldError } from '../../kube/field-error';
import { isObject } from '../../kube/json';
import type { JsonObject } from '../../kube/json';

/** Reads objects as Go's decoder would leave them: null, absent and (for text) empty are one. */
export const read = {
  object: (of: JsonObject | undefined, name: string): JsonObject | undefined => {
    const value = of?.[name];
    return isObject(value) ? value : undefined;
  },
  text: (of: JsonObject | undefined, name: string): string => {
    const value = of?.[name];
    return typeof value === 'string' ? value : '';
  },
  /** A pointer in Go: empty is not absent. */
  optionalText: (of: JsonObject | undefined, name: string): string | undefined => {
    const value = of?.[name];
    return typeof value === 'string' ? value : undefined;
  },
  objects: (of: JsonObject, name: string): JsonObject[] => listOf(of, name).map((item) => (isObject(item) ? item : {})),
  texts: (of: JsonObject, name: string): string[] => listOf(of, name).map((item) => (typeof item === 'string' ? item : '')),
};

/** `Required value` for each of the named texts that is empty. */
export function requireTexts(of: JsonObject, path: string, names: readonly string[]): FieldError[] {
  return names.filter((name) => read.text(of, name) === '').map((name) => FieldErrors.required(`${path}.${name}`));
}

/** A reference to one key of a Secret: both parts are needed. */
export function requireSecretKey(selector: JsonObject | undefined, path: string): FieldError[] {
  return [
    ...(read.text(selector, 'name') === '' ? [FieldErrors.required(`${path}.name`, 'secret name is required')] : []),
    ...(read.text(selector, 'key') === '' ? [FieldErrors.required(`${path}.key`, 'secret key is required')] : []),
  ];
}

function listOf(of: JsonObject, name: string): readonly unknown[] {
  const value = of[name];
  return Array.isArray(value) ? value : [];
}
