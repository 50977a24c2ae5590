import { isObject, type Json, type JsonObject } from '../../../../kube/json';
import { parseDuration, parseRfc3339 } from '../../../../base/go';
import { fieldName } from './field-names';
import { BOOL, BYTES, DOUBLE, DURATION, DYN, INT, listOf, mapOf, STRING, TIMESTAMP, type CelType } from './types';
import { Duration, Timestamp, type CelValue } from './values';

const META: JsonObject = { type: 'object', properties: { name: { type: 'string' }, generateName: { type: 'string' } } };
const ROOT_FIELDS: JsonObject = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: META };

const known = new WeakMap<JsonObject, CelType>();

/** The schema as rules see it: at the root and in embedded resources there is always a kind and a name. */
export function asResource(schema: JsonObject): JsonObject {
  const properties = isObject(schema.properties) ? schema.properties : {};
  return { ...schema, properties: { ...properties, ...ROOT_FIELDS } };
}

/** The CEL type of the values of a schema. */
export function schemaType(schema: JsonObject): CelType {
  const found = known.get(schema);
  if (found !== undefined) return found;
  const made = typeOf(schema);
  known.set(schema, made);
  return made;
}

/** A value of the schema for CEL. Members that no rule can see are left out. */
export function celValue(value: Json, schema: JsonObject): CelValue {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return textValue(value, schema);
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return schema.type === 'number' || !Number.isInteger(value) ? value : BigInt(value);
  if (Array.isArray(value)) return value.map((item) => celValue(item, isObject(schema.items) ? schema.items : {}));
  return objectValue(value, schema);
}

function typeOf(schema: JsonObject): CelType {
  if (schema['x-kubernetes-int-or-string'] === true) return DYN;
  const { items, properties, additionalProperties } = schema;
  const max = limitOf(schema);
  switch (schema.type) {
    case 'array':
      return listOf(isObject(items) ? schemaType(items) : DYN, max);
    case 'object':
      if (isObject(additionalProperties)) return mapOf(STRING, schemaType(additionalProperties), max);
      if (schema['x-kubernetes-embedded-resource'] === true) return objectType(asResource(schema));
      return properties === undefined && schema['x-kubernetes-preserve-unknown-fields'] === true ? DYN : objectType(schema);
    case 'string':
      return textType(schema, max);
    case 'integer':
      return INT;
    case 'number':
      return DOUBLE;
    default:
      return schema.type === 'boolean' ? BOOL : DYN;
  }
}

function objectType({ properties }: JsonObject): CelType {
  const byName = new Map(Object.entries(isObject(properties) ? properties : {}).map(([name, schema]) => [fieldName(name), schema]));
  return {
    name: 'object',
    args: [],
    fields: (name) => {
      const schema = byName.get(name);
      return isObject(schema) ? schemaType(schema) : undefined;
    },
  };
}

function textType({ format }: JsonObject, max: number): CelType {
  if (format === 'date-time' || format === 'date') return TIMESTAMP;
  if (format === 'duration') return DURATION;
  return format === 'byte' ? { ...BYTES, max } : { ...STRING, max };
}

// Without a limit of its own a value is limited by the largest request, 3 MiB, divided by what its smallest item costs.
const REQUEST = 3_145_728;

function limitOf(schema: JsonObject): number {
  const { maxItems, maxLength, maxProperties, items, additionalProperties } = schema;
  if (schema.type === 'array') return typeof maxItems === 'number' ? maxItems : Math.floor(REQUEST / (sizeOf(items) + 1));
  if (schema.type === 'object')
    return typeof maxProperties === 'number' ? maxProperties : Math.floor(REQUEST / (sizeOf(additionalProperties) + 4));
  if (Array.isArray(schema.enum)) return Math.max(0, ...schema.enum.map((one) => (typeof one === 'string' ? one.length : 0)));
  return typeof maxLength === 'number' ? maxLength * 4 : REQUEST - 2;
}

/** The least bytes of a value in JSON. */
function sizeOf(schema: Json | undefined): number {
  if (!isObject(schema)) return 1;
  if (schema.type === 'boolean') return 4;
  if (schema.type === 'string' || schema.type === 'array') return 2;
  if (schema.type !== 'object') return 1;
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = (Array.isArray(schema.required) ? schema.required : []).filter((name) => typeof name === 'string');
  return 2 + required.reduce((sum, name) => sum + name.length + 3 + sizeOf(properties[name]), 0);
}

function textValue(value: string, { format }: JsonObject): CelValue {
  if (format === 'byte') return Uint8Array.from(atob(value), (char) => char.charCodeAt(0));
  if (format === 'date-time' || format === 'date') {
    const time = parseRfc3339('seconds', format === 'date' ? `${value}T00:00:00Z` : value);
    return 'error' in time ? value : new Timestamp(BigInt(time.seconds) * 1_000_000_000n + BigInt(time.nanos));
  }
  return format === 'duration' ? durationValue(value) : value;
}

function durationValue(value: string): CelValue {
  try {
    return new Duration(parseDuration(value));
  } catch {
    return value;
  }
}

function objectValue(value: JsonObject, schema: JsonObject): CelValue {
  const shown = schema['x-kubernetes-embedded-resource'] === true ? asResource(schema) : schema;
  const { properties, additionalProperties } = shown;
  const isMap = isObject(additionalProperties);
  const entries = Object.entries(value).flatMap(([name, member]): [string, CelValue][] => {
    const property = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (isObject(property)) return [[fieldName(name), celValue(member, property)]];
    if (isMap) return [[name, celValue(member, additionalProperties)]];
    return properties === undefined ? [[name, celValue(member, {})]] : [];
  });
  return new Map(entries);
}
