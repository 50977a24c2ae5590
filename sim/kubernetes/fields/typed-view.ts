import { isObject } from '../../../kube/json';
import { member, setMember } from './tree';
import type { Json, JsonObject } from '../../../kube/json';
import type { FieldNode, ScalarKind, StructNode, TypeNode } from '../schema/type-node';

/**
 * An object as Go's reflection sees it: zero values that JSON would not leave out are there, since who owns them is a question that only
 * a present field can ask. Custom resources are maps in Go and come back as they are. What needs no change is shared.
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
  const fields = type.fields.flatMap((field): [string, Json][] => {
    const value = member(object, field.name);
    if (value !== undefined) return [[field.name, viewed(value, field.type)]];
    return isGoStruct && isNeverOmitted(field) ? [[field.name, viewed(zeroOf(field), field.type)]] : [];
  });
  return replaced(object, fields);
}

function replaced(object: JsonObject, members: readonly (readonly [string, Json])[]): JsonObject {
  const changed = members.filter(([key, value]) => member(object, key) !== value);
  if (changed.length === 0) return object;
  const copy = { ...object };
  for (const [key, value] of changed) setMember(copy, key, value);
  return copy;
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

const ZEROS: Readonly<Record<ScalarKind, Json>> = {
  string: '',
  bool: false,
  int32: 0,
  int64: 0,
  float64: 0,
  integer: 0,
  number: 0,
  bytes: null,
  time: null,
  microTime: null,
  duration: '0s',
  quantity: '0',
  intOrString: 0,
};

function zeroOf({ pointer, type }: FieldNode): Json {
  if (pointer) return null;
  if (type.kind === 'struct') return {};
  return type.kind === 'scalar' ? ZEROS[type.scalar] : null;
}
