import { isObject, type Json, type JsonObject } from '../../../../kube/json';
import { sameTree } from '../../../../kube/same-tree';

/** What stood for a member of an object before an update; undefined where members cannot be told from each other. */
export function correlatedMember(schema: JsonObject, name: string, old: Json | undefined): Json | undefined {
  if (!isObject(old) || schema['x-kubernetes-map-type'] === 'atomic' || !Object.hasOwn(old, name)) return undefined;
  return old[name];
}

/** The item of a map list that had the same keys; items of other lists cannot be told from each other. */
export function correlatedItem(schema: JsonObject, item: Json, old: Json | undefined): Json | undefined {
  const keys = schema['x-kubernetes-list-map-keys'];
  if (!Array.isArray(old) || schema['x-kubernetes-list-type'] !== 'map' || !Array.isArray(keys) || !isObject(item)) return undefined;
  const names = keys.filter((key) => typeof key === 'string');
  return old.find((other) => isObject(other) && names.every((name) => sameTree(other[name], item[name])));
}
