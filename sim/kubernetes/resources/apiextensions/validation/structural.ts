import { FieldErrors, type FieldError } from '../../../../../kube/field-error';
import { isObject, type Json, type JsonObject } from '../../../../../kube/json';
import { sameTree } from '../../../../../kube/same-tree';
import { listTypeErrors } from './list-type';

type Level = 'root' | 'field' | 'item';

const EMPTY_TYPE: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  field: 'must not be empty for specified object fields',
  item: 'must not be empty for specified array items',
};

/** Keywords that may not stand inside allOf, anyOf, oneOf and not: they would change what is known of the value's structure. */
const INSIDE_TEXTS: readonly string[] = ['type', 'title', 'description'];

/** Why a schema is not structural. */
export function structuralErrors(schema: JsonObject, path: string): readonly FieldError[] {
  return [...levelErrors(schema, path, 'root'), ...metadataErrors(schema, path)];
}

function levelErrors(schema: JsonObject, path: string, level: Level): readonly FieldError[] {
  const { type = '', items, properties, additionalProperties } = schema;
  const isIntOrString = schema['x-kubernetes-int-or-string'] === true;
  const isAnything = schema['x-kubernetes-preserve-unknown-fields'] === true;
  return [
    ...(type === 'array' && items === undefined ? [FieldErrors.required(`${path}.items`, 'must be specified')] : []),
    ...(isObject(items) ? levelErrors(items, `${path}.items`, 'item') : []),
    ...(isObject(properties) ? Object.keys(properties).sort() : []).flatMap((name) => propertyErrors(properties, name, path)),
    ...(isObject(additionalProperties) ? levelErrors(additionalProperties, `${path}.additionalProperties`, 'field') : []),
    ...(type === '' && !isIntOrString && !isAnything ? [FieldErrors.required(`${path}.type`, EMPTY_TYPE[level])] : []),
    ...(level === 'root' && type !== '' && type !== 'object'
      ? [FieldErrors.invalid(`${path}.type`, type, 'must be object at the root')]
      : []),
    ...embeddedErrors(schema, path),
    ...(schema['x-kubernetes-preserve-unknown-fields'] === false
      ? [FieldErrors.invalid(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined')]
      : []),
    ...listTypeErrors(schema, path),
    ...['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => insideListErrors(withoutIntOrString(schema, keyword), `${path}.${keyword}`)),
    ...(isObject(schema.not) ? insideErrors(schema.not, `${path}.not`) : []),
  ];
}

/** The one form in which alternatives may name types: an integer or a string, itself or as the first of several conditions. */
function withoutIntOrString(schema: JsonObject, keyword: string): Json | undefined {
  const list = schema[keyword];
  if (schema['x-kubernetes-int-or-string'] !== true || !Array.isArray(list)) return list;
  if (keyword === 'anyOf' && isIntegerOrString(list)) return undefined;
  const [first, ...rest] = list;
  return keyword === 'allOf' && isObject(first) && isIntegerOrString(first.anyOf) ? [{ ...first, anyOf: [] }, ...rest] : list;
}

function isIntegerOrString(list: Json | undefined): boolean {
  return sameTree(list, [{ type: 'integer' }, { type: 'string' }]);
}

function propertyErrors(properties: Json | undefined, name: string, path: string): readonly FieldError[] {
  const property = isObject(properties) ? properties[name] : undefined;
  return isObject(property) ? levelErrors(property, `${path}.properties[${name}]`, 'field') : [];
}

function embeddedErrors(schema: JsonObject, path: string): readonly FieldError[] {
  if (schema['x-kubernetes-embedded-resource'] !== true) return [];
  const why = 'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
  const bare = schema['x-kubernetes-preserve-unknown-fields'] !== true && !isObject(schema.properties);
  return [
    ...(bare ? [FieldErrors.required(`${path}.properties`, why)] : []),
    ...(schema.type === 'object'
      ? []
      : [FieldErrors.invalid(`${path}.type`, schema.type ?? '', 'must be object if x-kubernetes-embedded-resource is true')]),
  ];
}

function insideListErrors(list: Json | undefined, path: string): readonly FieldError[] {
  return Array.isArray(list) ? list.flatMap((one, index) => (isObject(one) ? insideErrors(one, `${path}[${index}]`) : [])) : [];
}

function insideErrors(schema: JsonObject, path: string): readonly FieldError[] {
  const { properties, items } = schema;
  const texts = INSIDE_TEXTS.filter((keyword) => schema[keyword] !== undefined && schema[keyword] !== '');
  return [
    ...(isObject(schema.additionalProperties)
      ? [FieldErrors.forbidden(`${path}.additionalProperties`, 'must be undefined to be structural')]
      : []),
    ...texts.map((keyword) => FieldErrors.forbidden(`${path}.${keyword}`, 'must be empty to be structural')),
    ...(schema.default === undefined ? [] : [FieldErrors.forbidden(`${path}.default`, 'must be undefined to be structural')]),
    ...(schema.nullable === true ? [FieldErrors.forbidden(`${path}.nullable`, 'must be false to be structural')] : []),
    ...(isObject(properties) ? Object.entries(properties) : []).flatMap(([name, property]) =>
      isObject(property) ? insideErrors(property, `${path}.properties[${name}]`) : [],
    ),
    ...(isObject(items) ? insideErrors(items, `${path}.items`) : []),
    ...['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => insideListErrors(schema[keyword], `${path}.${keyword}`)),
    ...(isObject(schema.not) ? insideErrors(schema.not, `${path}.not`) : []),
  ];
}

/** kind, apiVersion and metadata are every object's: a schema may narrow the name and nothing else. */
function metadataErrors({ properties }: JsonObject, path: string): readonly FieldError[] {
  if (!isObject(properties)) return [];
  const { metadata, apiVersion, kind } = properties;
  const texts = Object.entries({ kind, apiVersion }).filter(([, schema]) => isObject(schema) && schema.type !== 'string');
  const inside = isObject(metadata) && isObject(metadata.properties) ? Object.keys(metadata.properties) : [];
  const why = 'must not specify anything other than name and generateName, but metadata is implicitly specified';
  const other = inside.some((name) => name !== 'name' && name !== 'generateName');
  return [
    ...(isObject(metadata) && metadata.type !== 'object'
      ? [FieldErrors.invalid(`${path}.properties[metadata].type`, metadata.type ?? '', 'must be object')]
      : []),
    ...(other ? [FieldErrors.forbidden(`${path}.properties[metadata]`, why)] : []),
    ...texts.map(([name, schema]) =>
      FieldErrors.invalid(`${path}.properties[${name}].type`, isObject(schema) ? schema.type : '', 'must be string'),
    ),
  ];
}
