import { isObject, type Json, type JsonObject } from '../../../../kube/json';
import { childOf } from './children';

/**
 * The value with the schema's defaults in place of what is absent, or null without being nullable; other nulls that the schema does not
 * allow go. Copies only where something changes.
 */
export type Settler = (value: Json) => Json;

const compiled = new WeakMap<JsonObject, Settler>();

/** Compiled as far as values reach. */
export function settlerOf(schema: JsonObject): Settler {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const made = compile(schema);
  compiled.set(schema, made);
  return made;
}

function compile(schema: JsonObject): Settler {
  const { items } = schema;
  const members = memberSettler(schema);
  return (value) => {
    if (Array.isArray(value)) return isObject(items) ? settledItems(value, items) : value;
    return isObject(value) ? members(value) : value;
  };
}

function memberSettler(schema: JsonObject): (value: JsonObject) => JsonObject {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const withDefault = Object.entries(properties).filter(([, property]) => isObject(property) && property.default !== undefined);
  return (value) => {
    let out = value;
    for (const [name, property] of withDefault) {
      if (Object.hasOwn(value, name)) continue;
      out = replaced(out, name, defaultOf(property));
    }
    for (const name of Object.keys(out)) {
      const child = childOf(schema, name);
      if (child === undefined) continue;
      const member = out[name] ?? null;
      const settled = settledMember(member, child);
      if (settled !== member) out = replaced(out, name, settled);
    }
    return out;
  };
}

/** Undefined for a null that has no place. */
function settledMember(value: Json, schema: JsonObject): Json | undefined {
  if (value !== null || schema.nullable === true) return settlerOf(schema)(value);
  return schema.default === undefined ? undefined : settlerOf(schema)(schema.default);
}

function settledItems(list: Json[], items: JsonObject): Json[] {
  const settle = settlerOf(items);
  const settled = list.map((item) => {
    if (item !== null || items.nullable === true || items.default === undefined) return settle(item);
    return settle(items.default);
  });
  return settled.some((item, index) => item !== list[index]) ? settled : list;
}

/** `fromEntries` defines members, so that a key `__proto__` is data. */
function replaced(object: JsonObject, name: string, value: Json | undefined): JsonObject {
  const entries = Object.entries(object).filter(([key]) => key !== name);
  return Object.fromEntries(value === undefined ? entries : [...entries, [name, value]]);
}

function defaultOf(property: Json | undefined): Json | undefined {
  return isObject(property) ? property.default : undefined;
}
