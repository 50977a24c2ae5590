import { isObject, type Json, type JsonObject } from '../../../../kube/json';
import { childOf } from './children';

/** The value without members that the schema does not know. Copies only where something goes. */
export function pruned(value: Json, schema: JsonObject, isRoot = false): Json {
  if (Array.isArray(value)) return prunedItems(value, schema);
  return isObject(value) ? prunedObject(value, schema, isRoot) : value;
}

// Members of every object, whatever its schema says.
const ENVELOPE: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

function prunedItems(list: Json[], { items }: JsonObject): Json[] {
  if (!isObject(items)) return list;
  const kept = list.map((item) => pruned(item, items));
  return kept.some((item, index) => item !== list[index]) ? kept : list;
}

function prunedObject(value: JsonObject, schema: JsonObject, isRoot: boolean): JsonObject {
  const preserves = schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties === true;
  const embedded = isRoot || schema['x-kubernetes-embedded-resource'] === true;
  let changed = false;
  const entries: [string, Json][] = [];
  for (const [name, member] of Object.entries(value)) {
    const child = childOf(schema, name);
    if (embedded && ENVELOPE.has(name)) entries.push([name, member]);
    else if (child !== undefined) {
      const kept = pruned(member, child);
      changed ||= kept !== member;
      entries.push([name, kept]);
    } else if (preserves) entries.push([name, member]);
    else changed = true;
  }
  return changed ? Object.fromEntries(entries) : value;
}
