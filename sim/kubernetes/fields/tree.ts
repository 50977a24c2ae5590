import { without } from '../../../base/objects';
import { isObject } from '../../../kube/json';
import type { Json, JsonObject } from '../../../kube/json';

/** An own member, so that a map key named `constructor` or `__proto__` is data like any other. */
export function member(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Writes an own member of an object this module made itself. */
export function setMember(object: JsonObject, key: string, value: Json): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  else object[key] = value;
}

/** The object with its keys in bytewise order, as Go writes a map. */
export function sortKeys(object: JsonObject): JsonObject {
  const sorted: JsonObject = {};
  for (const key of Object.keys(object).sort()) setMember(sorted, key, object[key] ?? null);
  return sorted;
}

export function withMember(object: JsonObject, key: string, value: Json): JsonObject {
  const copy = { ...object };
  setMember(copy, key, value);
  return copy;
}

export function withoutMember(object: JsonObject, key: string): JsonObject {
  return Object.hasOwn(object, key) ? without(object, key) : object;
}

/** Deep equality; the order of object keys does not count. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameJson(item, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]));
}
