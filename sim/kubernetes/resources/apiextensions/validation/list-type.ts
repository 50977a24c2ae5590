import { FieldErrors, type FieldError } from '../../../../../kube/field-error';
import { isObject, type Json, type JsonObject } from '../../../../../kube/json';

const LIST_TYPES = ['atomic', 'set', 'map'];
const MAP_TYPES = ['atomic', 'granular'];

/** x-kubernetes-list-type, x-kubernetes-list-map-keys and x-kubernetes-map-type. */
export function listTypeErrors(schema: JsonObject, path: string): readonly FieldError[] {
  const { type = '', items } = schema;
  const listType = schema['x-kubernetes-list-type'];
  const mapType = schema['x-kubernetes-map-type'];
  const keys = keysOf(schema);
  const at = `${path}.x-kubernetes-list-type`;
  const elsewhere = keys.length > 0 && listType !== 'map';
  return [
    ...(typeof mapType === 'string' && !MAP_TYPES.includes(mapType)
      ? [FieldErrors.notSupported(`${path}.x-kubernetes-map-type`, mapType, MAP_TYPES)]
      : []),
    ...(listType !== undefined && type !== 'array'
      ? [FieldErrors.invalid(`${path}.type`, type, 'must be array if x-kubernetes-list-type is specified')]
      : []),
    ...(typeof listType === 'string' && !LIST_TYPES.includes(listType) ? [FieldErrors.notSupported(at, listType, LIST_TYPES)] : []),
    ...(elsewhere && listType === undefined ? [FieldErrors.required(at, 'must be map if x-kubernetes-list-map-keys is non-empty')] : []),
    ...(elsewhere && listType !== undefined
      ? [FieldErrors.invalid(at, listType, 'must be map if x-kubernetes-list-map-keys is non-empty')]
      : []),
    ...(listType === 'map' ? mapErrors(keys, items, path) : []),
    ...(listType === 'set' && isObject(items) ? setErrors(items, `${path}.items`) : []),
  ];
}

function keysOf(schema: JsonObject): readonly string[] {
  const keys = schema['x-kubernetes-list-map-keys'];
  return Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
}

function mapErrors(keys: readonly string[], items: Json | undefined, path: string): readonly FieldError[] {
  const at = `${path}.x-kubernetes-list-map-keys`;
  if (keys.length === 0) return [FieldErrors.required(at, 'must not be empty if x-kubernetes-list-type is map')];
  if (!isObject(items)) return [];
  const properties = isObject(items.properties) ? items.properties : {};
  const required = Array.isArray(items.required) ? items.required : [];
  if (keys.some((key) => !Object.hasOwn(properties, key)))
    return [FieldErrors.invalid(at, keys, 'entries must all be names of item properties')];
  return keys.flatMap((key) => {
    const property = properties[key];
    if (required.includes(key) || (isObject(property) && property.default !== undefined)) return [];
    const why = 'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property';
    return [FieldErrors.required(`${path}.items.properties[${key}].default`, why)];
  });
}

/** Items of a set are compared as wholes. */
function setErrors(items: JsonObject, path: string): readonly FieldError[] {
  const why = (what: string): string => `must be atomic as item of a list with x-kubernetes-list-type=set${what}`;
  const mapType = items['x-kubernetes-map-type'];
  const listType = items['x-kubernetes-list-type'];
  if (items.type === 'object' && mapType !== 'atomic')
    return [FieldErrors.invalid(`${path}.x-kubernetes-map-type`, mapType ?? null, why(''))];
  if (items.type === 'array' && listType !== undefined && listType !== 'atomic')
    return [FieldErrors.invalid(`${path}.x-kubernetes-list-type`, listType, why(''))];
  return [];
}
