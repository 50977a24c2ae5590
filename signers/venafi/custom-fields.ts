import { jsonSyntaxError } from '../../base/go';
import { isObject } from '../../kube/json';

export const CUSTOM_FIELDS_ANNOTATION = 'venafi.experimental.cert-manager.io/custom-fields';

export interface CustomField {
  /** Empty and `Plain` are the only types there are. */
  readonly type: string;
  readonly name: string;
  readonly value: string;
}

/** The annotation's fields; unknown members are passed over. Throws encoding/json's texts. */
export function parseCustomFields(annotation: string | undefined): readonly CustomField[] {
  if (annotation === undefined || annotation === '') return [];
  const wrong = jsonSyntaxError(new TextEncoder().encode(annotation));
  if (wrong !== undefined) throw new Error(wrong);
  const parsed: unknown = JSON.parse(annotation);
  if (parsed === null) return [];
  if (!Array.isArray(parsed)) throw new Error(`json: cannot unmarshal ${kindOf(parsed)} into Go value of type []api.CustomField`);
  return parsed.map(fieldOf);
}

function fieldOf(item: unknown): CustomField {
  if (item === null) return { type: '', name: '', value: '' };
  if (!isObject(item)) throw new Error(`json: cannot unmarshal ${kindOf(item)} into Go value of type api.CustomField`);
  const member = (key: 'type' | 'name' | 'value'): string => {
    const value: unknown = Object.entries(item).findLast(([name]) => name.toLowerCase() === key)?.[1] ?? '';
    if (typeof value === 'string') return value;
    throw new Error(`json: cannot unmarshal ${kindOf(value)} into Go struct field CustomField.${key} of type string`);
  };
  return { type: member('type'), name: member('name'), value: member('value') };
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}

/** Values by name, in the order of first appearance. */
export function byName(fields: readonly CustomField[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { name, value } of fields) found.set(name, [...(found.get(name) ?? []), value]);
  return found;
}
