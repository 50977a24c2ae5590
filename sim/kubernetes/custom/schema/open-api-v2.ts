import { isObject, type Json, type JsonObject } from '../../../../kube/json';

/** Keywords that OpenAPI 2 has no place for, or that old clients misread. */
const LEFT_OUT: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'allOf', 'not', 'nullable', 'default']);
/** What is not said of values that OpenAPI 2 cannot describe. */
const SHAPE: ReadonlySet<string> = new Set(['type', 'items', 'properties', 'additionalProperties', 'required']);

/** The schema as OpenAPI 2 can say it: alternatives, nulls and defaults go, and with them the shape of what may be more than one thing. */
export function openApiV2(schema: JsonObject): JsonObject {
  const isOpen =
    schema.nullable === true || schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  const kept = Object.entries(schema).filter(([keyword]) => !LEFT_OUT.has(keyword) && !(isOpen && SHAPE.has(keyword)));
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, converted(keyword, value)]));
}

function converted(keyword: string, value: Json): Json {
  if (!isObject(value)) return value;
  if (keyword === 'items' || keyword === 'additionalProperties') return openApiV2(value);
  if (keyword !== 'properties') return value;
  return Object.fromEntries(Object.entries(value).map(([name, property]) => [name, isObject(property) ? openApiV2(property) : property]));
}
