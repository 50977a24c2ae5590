import { isObject } from '../../../kube/json';
import type { Json, JsonObject } from '../../../kube/json';
import type { FieldNode, StructNode, TypeNode } from './type-node';

/** Returns what it was handed when there is nothing to set. */
type Change = (value: Json) => Json;

interface Member {
  readonly field: FieldNode;
  readonly change: Change;
}

const compiled = new WeakMap<TypeNode, Change>();
const same: Change = (value) => value;

/**
 * The object with the defaults that its type declares (`default` in OpenAPI or in a structural schema) for members that are absent, or
 * null where null is no value. They reach into defaults themselves, but make no struct that is not there. What depends on other
 * members is no business of a type.
 */
export function applyDeclaredDefaults<T extends JsonObject>(object: T, type: StructNode): T {
  return changeOf(type)(object) as T;
}

function changeOf(type: TypeNode): Change {
  const known = compiled.get(type);
  if (known !== undefined) return known;
  const made = reachesDefault(type, new Set()) ? compile(type) : same;
  compiled.set(type, made);
  return made;
}

/** Types contain themselves, so every type is looked into once. */
function reachesDefault(type: TypeNode, seen: Set<TypeNode>): boolean {
  if (seen.has(type)) return false;
  seen.add(type);
  if (type.kind === 'list') return reachesDefault(type.item, seen);
  if (type.kind === 'map') return reachesDefault(type.value, seen);
  return type.kind === 'struct' && type.fields.some((field) => field.default !== undefined || reachesDefault(field.type, seen));
}

function compile(type: TypeNode): Change {
  if (type.kind === 'list') {
    const { item } = type;
    return (value) => (Array.isArray(value) ? changedItems(value, changeOf(item)) : value);
  }
  if (type.kind === 'map') {
    const { value: member } = type;
    return (value) => (isObject(value) ? changedValues(value, changeOf(member)) : value);
  }
  if (type.kind !== 'struct') return same;
  let members: readonly Member[] | undefined; // late, since types contain themselves
  return (value) => (isObject(value) ? changedMembers(value, (members ??= membersOf(type))) : value);
}

function membersOf(type: StructNode): readonly Member[] {
  return type.fields
    .map((field) => ({ field, change: changeOf(field.type) }))
    .filter(({ field, change }) => field.default !== undefined || change !== same);
}

function changedMembers(value: JsonObject, members: readonly Member[]): JsonObject {
  const changes = members.flatMap(({ field, change }): [string, Json][] => {
    const current = value[field.name];
    const isAbsent = current === undefined || (current === null && field.nullable !== true);
    const start = isAbsent ? field.default : current;
    if (start === undefined) return [];
    const next = change(start);
    return next === current ? [] : [[field.name, next]];
  });
  return changes.length === 0 ? value : { ...value, ...Object.fromEntries(changes) };
}

function changedItems(items: Json[], change: Change): Json[] {
  const changed = items.map(change);
  return changed.some((item, index) => item !== items[index]) ? changed : items;
}

function changedValues(value: JsonObject, change: Change): JsonObject {
  const changed = Object.entries(value).map(([key, member]): [string, Json] => [key, change(member)]);
  return changed.some(([key, member]) => member !== value[key]) ? Object.fromEntries(changed) : value;
}
