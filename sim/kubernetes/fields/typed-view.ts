import { isObject } from '../../../kube/json';
import { member, setMember } from './tree';
import { zeroOf } from './zero-values';
import type { Json, JsonObject } from '../../../kube/json';
import type { FieldNode, ScalarKind, StructNode, TypeNode } from '../schema/type-node';

/**
 * An object as Go's reflection sees it: zero values are there where JSON would not leave them out, and nowhere else, since only a present
 * field can be owned. Custom resources are maps in Go and come back as they are. What needs no change is shared.
 */
export function typedView(value: JsonObject, type: TypeNode): JsonObject {
  const view = viewed(value, type);
  return isObject(view) ? view : value;
}

function viewed(value: Json, type: TypeNode): Json {
  if (type.kind === 'list' && Array.isArray(value)) return viewedList(value, type.item);
  if (type.kind === 'map' && isObject(value)) return viewedMap(value, type.value);
  return type.kind === 'struct' && isObject(value) ? viewedStruct(value, type) : value;
}

function viewedList(list: Json[], item: TypeNode): Json {
  if (item.kind === 'scalar' || item.kind === 'any') return list;
  const items = list.map((child) => viewed(child, item));
  return items.every((child, i) => child === list[i]) ? list : items;
}

function viewedMap(map: JsonObject, value: TypeNode): Json {
  if (value.kind === 'scalar' || value.kind === 'any') return map;
  return replaced(
    map,
    Object.entries(map).map(([key, child]) => [key, viewed(child, value)]),
  );
}

function viewedStruct(object: JsonObject, type: StructNode): Json {
  const isGoStruct = type.name !== '';
  const fields = type.fields.flatMap((field): [string, Json | undefined][] => {
    const value = member(object, field.name);
    if (value === undefined) return isGoStruct && isNeverOmitted(field) ? [[field.name, viewed(zeroOf(field), field.type)]] : [];
    return [[field.name, isGoStruct && isOmitted(value, field) ? undefined : viewed(value, field.type)]];
  });
  return replaced(object, fields);
}

function replaced(object: JsonObject, members: readonly (readonly [string, Json | undefined])[]): JsonObject {
  const changed = members.filter(([key, value]) => member(object, key) !== value);
  if (changed.length === 0) return object;
  const copy = { ...object };
  for (const [key, value] of changed) {
    if (value === undefined) Reflect.deleteProperty(copy, key);
    else setMember(copy, key, value);
  }
  return copy;
}

function isOmitted(value: Json, { omitempty, pointer, type }: FieldNode): boolean {
  if (!omitempty) return false;
  if (value === null) return true;
  if (pointer) return false;
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return type.kind === 'map' && Object.keys(value).length === 0;
  return value === '' || value === false || value === 0;
}

/** `omitempty` leaves no struct out, only `omitzero` does. */
function isNeverOmitted(field: FieldNode): boolean {
  if (field.omitzero === true) return false;
  return !field.omitempty || (!field.pointer && isGoStructType(field.type));
}

function isGoStructType(type: TypeNode): boolean {
  return type.kind === 'struct' || (type.kind === 'scalar' && STRUCT_SCALARS.has(type.scalar));
}

const STRUCT_SCALARS: ReadonlySet<ScalarKind> = new Set(['time', 'microTime', 'quantity', 'duration', 'intOrString']);
