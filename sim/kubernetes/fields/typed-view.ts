import { isObject } from '../../../kube/json';
import { member, setMember, withoutMember } from './tree';
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
  let view = map;
  for (const [key, child] of Object.entries(map)) view = withView({ object: map, view, key }, viewed(child, value));
  return view;
}

function viewedStruct(object: JsonObject, type: StructNode): Json {
  const isGoStruct = type.name !== '';
  let view = object;
  for (const key of Object.keys(object)) {
    const field = type.field(key);
    const value = object[key];
    if (field === undefined || value === undefined) continue;
    view = withView({ object, view, key }, isGoStruct && isOmitted(value, field) ? undefined : viewed(value, field.type));
  }
  if (!isGoStruct) return view;
  for (const field of neverOmitted(type)) {
    if (member(object, field.name) === undefined) view = withView({ object, view, key: field.name }, viewed(zeroOf(field), field.type));
  }
  return view;
}

const alwaysThere = new WeakMap<StructNode, readonly FieldNode[]>();

/** The fields that Go prints even when nobody set them. */
function neverOmitted(type: StructNode): readonly FieldNode[] {
  let fields = alwaysThere.get(type);
  if (fields === undefined) alwaysThere.set(type, (fields = type.fields.filter(isNeverOmitted)));
  return fields;
}

/** The view with what became of one member; `view` is a copy of `object` from its first change on. */
function withView({ object, view, key }: { object: JsonObject; view: JsonObject; key: string }, value: Json | undefined): JsonObject {
  if (value === member(object, key)) return view;
  if (value === undefined) return withoutMember(view, key);
  const copy = view === object ? { ...object } : view;
  setMember(copy, key, value);
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
