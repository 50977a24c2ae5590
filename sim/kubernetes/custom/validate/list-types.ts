import { FieldErrors, Verbatim, type FieldError } from '../../../../kube/field-error';
import { isObject, type Json, type JsonObject } from '../../../../kube/json';
import { encodeSorted } from '../../codec/encode-json';
import { sameTree } from '../../../../kube/same-tree';
import { hasBelow } from '../schema/has-below';

/** Items that x-kubernetes-list-type says must be there once. */
export function duplicateItems(value: Json, schema: JsonObject, path = ''): readonly FieldError[] {
  if (!hasBelow(schema, 'x-kubernetes-list-type')) return [];
  if (Array.isArray(value)) return listErrors(value, schema, path);
  if (!isObject(value)) return [];
  const { properties, additionalProperties } = schema;
  return Object.keys(value)
    .sort()
    .flatMap((name) => {
      const member = value[name] ?? null;
      const property = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (isObject(property)) return duplicateItems(member, property, path === '' ? name : `${path}.${name}`);
      return isObject(additionalProperties) ? duplicateItems(member, additionalProperties, `${path}[${name}]`) : [];
    });
}

function listErrors(list: readonly Json[], schema: JsonObject, path: string): FieldError[] {
  const { items } = schema;
  const own = list.flatMap((item, index) => twinError(list.slice(0, index), item, { schema, path: `${path}[${index}]` }));
  const inner = isObject(items) ? list.flatMap((item, index) => duplicateItems(item, items, `${path}[${index}]`)) : [];
  return [...own, ...inner];
}

function twinError(
  before: readonly Json[],
  item: Json,
  { schema, path }: { readonly schema: JsonObject; readonly path: string },
): readonly FieldError[] {
  const type = schema['x-kubernetes-list-type'];
  if (type === 'set') return before.some((other) => sameTree(other, item)) ? [FieldErrors.duplicate(path, shown(item))] : [];
  if (type !== 'map') return [];
  const key = keyOf(item, schema);
  return key !== undefined && before.some((other) => sameTree(keyOf(other, schema), key)) ? [FieldErrors.duplicate(path, shown(key))] : [];
}

function shown(value: Json): unknown {
  return typeof value === 'object' ? new Verbatim(encodeSorted(value)) : value;
}

function keyOf(item: Json, schema: JsonObject): JsonObject | undefined {
  const keys = schema['x-kubernetes-list-map-keys'];
  if (!isObject(item) || !Array.isArray(keys)) return undefined;
  const names = keys.filter((key) => typeof key === 'string').filter((key) => Object.hasOwn(item, key));
  return Object.fromEntries(names.map((name): [string, Json] => [name, item[name] ?? null]));
}
