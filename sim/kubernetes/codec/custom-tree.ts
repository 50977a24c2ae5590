import { compareStrings } from '../../../base/go';
import { isObject } from '../../../kube/json';
import { RawObject } from './raw-json';
import type { Json, JsonObject } from '../../../kube/json';
import type { FieldNode, StructNode, TypeNode } from '../schema/type-node';
import type { RawJson } from './raw-json';

/** Members of the root that belong to every object and are looked after apart from the schema. */
const ENVELOPE = ['kind', 'apiVersion', 'metadata'];

/** How many members of objects found their place. */
interface Count {
  members: number;
}

/** Whether the type comes from a structural schema: its values are kept whatever they are, and validated later. */
export function isCustom(type: TypeNode): boolean {
  return type.kind === 'struct' && type.goType === undefined;
}

/**
 * The tree of a custom resource without what its schema does not know: unknown members, and nulls where the schema has neither
 * `nullable` nor a default. Values that do not fit stay for validation to complain of. `typed` reads members of built-in types.
 */
export function pruneCustom(value: Json, type: TypeNode, { count, typed }: Pruning): Json {
  if (type.kind === 'struct' && type.goType !== undefined) return typed(type, value, count);
  if (isObject(value) && type.kind === 'struct') return pruneStruct(value, type, { count, typed });
  if (isObject(value) && type.kind === 'map') return mapValues(value, (member) => pruneCustom(member, type.value, { count, typed }), count);
  if (Array.isArray(value) && type.kind === 'list') return value.map((item) => pruneCustom(item, type.item, { count, typed }));
  countMembers(value, count);
  return value;
}

export interface Pruning {
  readonly count: Count;
  readonly typed: (type: StructNode, value: Json, count: Count) => Json;
}

/** Paths of the members that pruning leaves out, sorted. */
export function unknownPaths(value: Json, type: StructNode): readonly string[] {
  const paths: string[] = [];
  collect(isObject(value) ? without(value, ENVELOPE) : value, type, { path: '', paths });
  return paths.sort(compareStrings);
}

/** Paths of repeated members, in the order of the text. */
export function duplicatePaths(raw: RawJson, path = ''): readonly string[] {
  if (Array.isArray(raw)) return raw.flatMap((item, index) => duplicatePaths(item, `${path}[${index}]`));
  if (!(raw instanceof RawObject)) return [];
  const seen = new Set<string>();
  return raw.members.flatMap(([key, value]) => {
    const inner = path === '' ? key : `${path}.${key}`;
    const own = seen.has(key) ? [inner] : [];
    seen.add(key);
    return [...own, ...duplicatePaths(value, inner)];
  });
}

function pruneStruct(value: JsonObject, type: StructNode, pruning: Pruning): JsonObject {
  const entries: [string, Json][] = [];
  for (const [key, member] of Object.entries(value)) {
    const field = type.field(key);
    if (field === undefined && !type.preserveUnknown) continue;
    pruning.count.members++;
    if (field === undefined) countMembers(member, pruning.count);
    if (member === null && field !== undefined && !takesNull(field)) continue;
    entries.push([key, field === undefined ? member : pruneCustom(member, field.type, pruning)]);
  }
  // fromEntries defines members, so that a key `__proto__` is data.
  return Object.fromEntries(entries);
}

function takesNull(field: FieldNode): boolean {
  return field.nullable === true || field.default !== undefined;
}

interface Collection {
  readonly path: string;
  readonly paths: string[];
}

function collect(value: Json, type: TypeNode, { path, paths }: Collection): void {
  if (isObject(value) && type.kind === 'struct') {
    for (const [key, member] of Object.entries(value)) {
      const inner = path === '' ? key : `${path}.${key}`;
      const field = type.field(key);
      if (field !== undefined) collect(member, field.type, { path: inner, paths });
      else if (!type.preserveUnknown) paths.push(inner);
    }
  } else if (isObject(value) && type.kind === 'map') {
    for (const [key, member] of Object.entries(value)) collect(member, type.value, { path: `${path}.${key}`, paths });
  } else if (Array.isArray(value) && type.kind === 'list') {
    value.forEach((item, index) => collect(item, type.item, { path: `${path}[${index}]`, paths }));
  }
}

function mapValues(value: JsonObject, change: (member: Json) => Json, count: Count): JsonObject {
  const entries = Object.entries(value);
  count.members += entries.length;
  return Object.fromEntries(entries.map(([key, member]) => [key, change(member)]));
}

/** Members of all objects inside a value that stays as it is. */
export function countMembers(value: Json, count: Count): void {
  if (typeof value !== 'object' || value === null) return;
  const children = Array.isArray(value) ? value : Object.values(value);
  if (children !== value) count.members += children.length;
  for (const child of children) countMembers(child, count);
}

function without(value: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}
