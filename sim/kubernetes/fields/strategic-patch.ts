import { ApiError } from '../../../kube/api-error';
import { isObject } from '../../../kube/json';
import { goKind, unexpectedType, unknownPatchType } from './patch-errors';
import { listMeta, mapMeta } from './patch-meta';
import { checkElementOrder, mergeLists, orderElements } from './strategic-list';
import { member, setMember, withMember, withoutMember } from './tree';
import type { Json, JsonObject } from '../../../kube/json';
import type { TypeNode } from '../schema/type-node';

const DIRECTIVE = '$patch';
const RETAIN_KEYS = '$retainKeys';
const ELEMENT_ORDER = '$setElementOrder';
const DELETE_FROM_LIST = '$deleteFromPrimitiveList';

/**
 * Merges a strategic merge patch into a document of a built-in type; `null` as a body is an empty patch and the caller's to pass as `{}`.
 * The result is not yet decoded into the type: unknown fields and values of a wrong type are still in it.
 * Throws 400, 422 or an unclassified 500, each with Go's text.
 */
export function applyStrategicPatch(document: JsonObject, patch: JsonObject, type: TypeNode): JsonObject {
  return mergeMaps(document, patch, type);
}

function mergeMaps(current: JsonObject, patch: JsonObject, type: TypeNode): JsonObject {
  const directive = member(patch, DIRECTIVE);
  if (directive !== undefined) return directed(directive, patch);
  const retained = retainKeys(withEmptyStructs(current, type), patch);
  const ordered = setElementOrders(retained, withoutMember(patch, RETAIN_KEYS), type);
  let { result } = ordered;
  for (const [name, value] of Object.entries(ordered.rest)) {
    const deletes = name.startsWith(DELETE_FROM_LIST);
    const key = deletes ? listName(name, DELETE_FROM_LIST, 'invalid patch format of primitive list') : name;
    result = mergeMember(result, { key, value, deletes }, type);
  }
  return result;
}

function directed(directive: Json, patch: JsonObject): JsonObject {
  if (directive === 'replace') return withoutMember(patch, DIRECTIVE);
  if (directive === 'delete') return {};
  throw unknownPatchType(directive, patch);
}

/** Go's structs by value are there even when they are empty; the canonical tree leaves some out. */
function withEmptyStructs(current: JsonObject, type: TypeNode): JsonObject {
  if (type.kind !== 'struct') return current;
  const missing = type.fields.filter(({ name, pointer }) => !pointer && !Object.hasOwn(current, name));
  const structs = missing.filter((field) => field.type.kind === 'struct');
  return structs.length === 0 ? current : { ...current, ...Object.fromEntries(structs.map(({ name }) => [name, {}])) };
}

function retainKeys(current: JsonObject, patch: JsonObject): JsonObject {
  const keys = member(patch, RETAIN_KEYS);
  if (keys === undefined) return current;
  const malformed = () => ApiError.badRequest('invalid patch format of retainKeys');
  if (!Array.isArray(keys)) throw malformed();
  const kept = new Set<Json>(keys);
  for (const [name, value] of Object.entries(patch)) {
    if (name === RETAIN_KEYS || value === null || name.startsWith(DELETE_FROM_LIST) || name.startsWith(ELEMENT_ORDER)) continue;
    if (!kept.has(name)) throw malformed();
  }
  return Object.fromEntries(Object.entries(current).filter(([name]) => kept.has(name)));
}

/** Merges the lists that have an order directive; `rest` is the patch without them. */
function setElementOrders(current: JsonObject, patch: JsonObject, type: TypeNode): { result: JsonObject; rest: JsonObject } {
  let [result, rest] = [current, patch];
  for (const [name, order] of Object.entries(patch)) {
    if (!name.startsWith(ELEMENT_ORDER)) continue;
    rest = withoutMember(rest, name);
    if (!Array.isArray(order)) throw unexpectedType('slice', order);
    const key = listName(name, ELEMENT_ORDER, 'invalid patch format of setElementOrder list');
    const [live, patched] = [listMember(result, key), listMember(rest, key)];
    const meta = listMeta(type, key);
    checkElementOrder(patched ?? [], order, meta.mergeKey);
    if (live === undefined && patched === undefined) continue;
    const merged = mergedList(live, patched, () => mergeLists({ live: live ?? [], patch: patched ?? [], meta, deletes: false, mergeMaps }));
    result = withMember(result, key, orderElements({ merged, order, live: live ?? [], patch: patched ?? [], mergeKey: meta.mergeKey }));
    rest = withoutMember(rest, key);
  }
  return { result, rest };
}

function mergedList(live: readonly Json[] | undefined, patch: readonly Json[] | undefined, merge: () => readonly Json[]): readonly Json[] {
  if (patch === undefined) return live ?? [];
  return live === undefined ? patch.flatMap(withoutDirectives) : merge();
}

function listMember(object: JsonObject, key: string): readonly Json[] | undefined {
  const list = member(object, key);
  if (list !== undefined && !Array.isArray(list)) throw unexpectedType('slice', list);
  return list;
}

function listName(name: string, prefix: string, problem: string): string {
  if (!name.startsWith(`${prefix}/`)) throw ApiError.badRequest(problem);
  return name.slice(prefix.length + 1);
}

interface MemberPatch {
  readonly key: string;
  readonly value: Json;
  /** The value lists what to take out. */
  readonly deletes: boolean;
}

function mergeMember(current: JsonObject, { key, value, deletes }: MemberPatch, type: TypeNode): JsonObject {
  if (value === null) return withoutMember(current, key);
  const live = member(current, key);
  if (live === undefined || goKind(live) !== goKind(value)) return deletes ? current : withValue(current, key, withoutNulls(value));
  if (isObject(live) && isObject(value)) {
    const meta = mapMeta(type, key);
    return withMember(current, key, meta.strategy === 'replace' ? value : mergeMaps(live, value, meta.type));
  }
  if (Array.isArray(live) && Array.isArray(value)) {
    const meta = listMeta(type, key);
    return withMember(current, key, [...mergeLists({ live, patch: value, meta, deletes, mergeMaps })]);
  }
  return withValue(current, key, value);
}

function withValue(current: JsonObject, key: string, value: Json): JsonObject {
  const [kept] = withoutDirectives(value);
  return kept === undefined ? withoutMember(current, key) : withMember(current, key, kept);
}

/** The value in a list, or an empty list where it is a directive itself. */
function withoutDirectives(value: Json): readonly Json[] {
  if (Array.isArray(value)) return [value.flatMap(withoutDirectives)];
  if (!isObject(value)) return [value];
  if (Object.hasOwn(value, DIRECTIVE)) return [];
  const kept: JsonObject = {};
  for (const [key, child] of Object.entries(value)) for (const clean of withoutDirectives(child)) setMember(kept, key, clean);
  return [kept];
}

function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const kept: JsonObject = {};
  for (const [key, child] of Object.entries(value)) if (child !== null) setMember(kept, key, withoutNulls(child));
  return kept;
}
