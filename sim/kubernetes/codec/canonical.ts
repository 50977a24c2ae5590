import { isObject } from '../../../kube/json';
import { countMembers, isCustom, pruneCustom } from './custom-tree';
import { isGoStruct, zeroValue } from './go-zero';
import { canonicalBytes, canonicalMicros, canonicalQuantity, canonicalSeconds } from './scalars';
import type { Json, JsonObject } from '../../../kube/json';
import type { FieldNode, ScalarKind, ScalarNode, StructNode, TypeNode, Union } from '../schema/type-node';
import type { Canonical } from './scalars';

/** How many members of objects found their place. */
export interface Count {
  members: number;
}

/**
 * A JSON tree as Go would print it after decoding it into the type: members in Go's order, nulls and empty omitempty members gone,
 * zero scalars and structs that Go always prints put in, texts normalised. A member that Go prints as null is absent: the encoder puts
 * it back. Unknown members are left out without a word: compare the count. Throws UNCLEAN when a value does not fit.
 */
export type Canonicalizer = (value: Json, count: Count) => Json;

/** Thrown for whatever needs the exact decoder and its words. */
export const UNCLEAN = new Error('the value does not fit its type');

const INT32 = 2 ** 31;
const INT64 = 2n ** 63n;

const compiled = new WeakMap<TypeNode, Canonicalizer>();

export function canonicalizer(type: TypeNode): Canonicalizer {
  const known = compiled.get(type);
  if (known !== undefined) return known;
  const made = compile(type);
  compiled.set(type, made);
  return made;
}

function compile(type: TypeNode): Canonicalizer {
  if (type.kind === 'struct') return isCustom(type) ? customReader(type) : structReader(type);
  if (type.kind === 'scalar') return scalarReader(type);
  if (type.kind === 'any') return type.union === undefined ? anyReader : unionReader(type.union);
  return type.kind === 'list' ? listReader(type.item) : mapReader(type.value);
}

/** Of a custom resource only what the schema does not know is left out. */
function customReader(type: StructNode): Canonicalizer {
  return (value, count) => {
    if (!isObject(value)) throw UNCLEAN;
    return pruneCustom(value, type, { count, typed: typedMember });
  };
}

/** Metadata in the middle of a custom resource; what does not fit stays for validation. */
function typedMember(type: StructNode, value: Json, count: Count): Json {
  const inside = { members: count.members };
  try {
    const result = canonicalizer(type)(value ?? {}, inside);
    count.members = inside.members;
    return result;
  } catch (error) {
    if (error !== UNCLEAN) throw error;
    return value;
  }
}

interface MemberReader {
  readonly name: string;
  /** Null when it is as good as absent. */
  readonly read: Canonicalizer;
  /** Puts in what Go prints for a member that is not set. */
  readonly absent: ((to: JsonObject) => void) | undefined;
}

function structReader(type: StructNode): Canonicalizer {
  let members: readonly MemberReader[] | undefined;
  return (value, count) => {
    if (!isObject(value)) throw UNCLEAN;
    members ??= type.fields.map(memberReader); // late, since types contain themselves
    // Most that Go wrote is canonical as it is and need not be copied.
    let out: JsonObject | undefined = isInOrder(value, members) ? undefined : {};
    for (const { name, read, absent } of members) {
      const given = value[name];
      if (given !== undefined) count.members++;
      const result = given === undefined || given === null ? null : read(given, count);
      const unchanged = result === null ? given === undefined && absent === undefined : result === given;
      if (out === undefined && unchanged) continue;
      out ??= upTo(value, name, members);
      if (result !== null) out[name] = result;
      else absent?.(out);
    }
    return out ?? value;
  };
}

/** Whether all members are known and come in Go's order. */
function isInOrder(value: JsonObject, members: readonly MemberReader[]): boolean {
  let next = 0;
  for (const name in value) {
    while (next < members.length && members[next]?.name !== name) next++;
    if (next++ === members.length) return false;
  }
  return true;
}

/** A copy of what comes before a member. */
function upTo(value: JsonObject, end: string, members: readonly MemberReader[]): JsonObject {
  const out: JsonObject = {};
  for (const { name } of members) {
    if (name === end) break;
    const member = value[name];
    if (member !== undefined) out[name] = member;
  }
  return out;
}

function memberReader(field: FieldNode): MemberReader {
  const { name, type } = field;
  const read = canonicalizer(type);
  const dropsEmpty = field.omitempty && !field.pointer && type.kind === 'scalar' && !isGoStruct(type);
  const isContainer = type.kind === 'list' || type.kind === 'map';
  // An empty list that is there asks for something else than one that is not: to stop tracking owners.
  const keepsEmpty = name === 'managedFields';
  const dropsContainer = isContainer && field.omitempty;
  return {
    name,
    absent: absentWriter(field),
    read(value, count) {
      const result = read(value, count);
      if (keepsEmpty && Array.isArray(result)) return result;
      return isUnset(result, dropsContainer, dropsEmpty) ? null : result;
    },
  };
}

/** What stands for a member that is not set: nothing, or the zero that omitempty does not reach. */
function absentWriter({ name, type, pointer, omitempty, omitzero }: FieldNode): ((to: JsonObject) => void) | undefined {
  if (pointer || (omitempty && (!isGoStruct(type) || omitzero === true))) return undefined;
  if (type.kind !== 'struct') {
    const zero = zeroValue(type);
    return zero === null ? undefined : (to) => void (to[name] = zero);
  }
  const read = canonicalizer(type);
  return (to) => void (to[name] = read({}, { members: 0 }));
}

function isUnset(value: Json, isContainer: boolean, dropsZero: boolean): boolean {
  if (value === null) return true;
  return isContainer ? isEmptyContainer(value) : dropsZero && isZeroScalar(value);
}

function isEmptyContainer(value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (!isObject(value)) return false;
  for (const key in value) return key === undefined;
  return true;
}

function isZeroScalar(value: Json): boolean {
  return value === '' || value === 0 || value === false;
}

function listReader(item: TypeNode): Canonicalizer {
  let read: Canonicalizer | undefined;
  return (value, count) => {
    if (!Array.isArray(value)) throw UNCLEAN;
    const each = (read ??= canonicalizer(item));
    const items = value.map((element) => (element === null ? zeroOf(item) : each(element, count)));
    return items.every((element, index) => element === value[index]) ? value : items;
  };
}

function mapReader(type: TypeNode): Canonicalizer {
  let read: Canonicalizer | undefined;
  return (value, count) => {
    if (!isObject(value)) throw UNCLEAN;
    const each = (read ??= canonicalizer(type));
    let changed = false;
    const entries = Object.entries(value).map(([key, member]): [string, Json] => {
      const result = member === null ? zeroOf(type) : each(member, count);
      changed ||= result !== member;
      return [key, result];
    });
    count.members += entries.length;
    // fromEntries defines members, so that a key `__proto__` is data.
    return changed ? Object.fromEntries(entries) : value;
  };
}

/** What a null inside a list or a map comes back as from storage. */
function zeroOf(type: TypeNode): Json {
  if (type.kind === 'scalar' && type.scalar === 'bytes') return '';
  return type.kind === 'struct' ? canonicalizer(type)({}, { members: 0 }) : zeroValue(type);
}

function anyReader(value: Json, count: Count): Json {
  countMembers(value, count);
  return value;
}

function unionReader({ schema, or }: Union): Canonicalizer {
  return (value, count) => {
    if (isObject(value)) return canonicalizer(schema)(value, count);
    if (or === 'bool' && typeof value === 'boolean') return value;
    if (or === 'schemas' && Array.isArray(value)) return listReader(schema)(value, count);
    if (or === 'strings' && Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    throw UNCLEAN;
  };
}

function scalarReader({ scalar }: ScalarNode): Canonicalizer {
  const text = TEXTS[scalar];
  if (text !== undefined) return textReader(text);
  if (scalar === 'string' || scalar === 'duration') return typed('string');
  if (scalar === 'bool') return typed('boolean');
  if (scalar === 'int32') return integerReader;
  if (scalar === 'int64') return longReader;
  if (scalar === 'intOrString') return (value) => (typeof value === 'string' ? value : integerReader(value));
  return typed('number');
}

const TEXTS: Partial<Record<ScalarKind, (text: string) => Canonical>> = {
  bytes: canonicalBytes,
  time: canonicalSeconds,
  microTime: canonicalMicros,
  quantity: canonicalQuantity,
};

function textReader(canonical: (text: string) => Canonical): Canonicalizer {
  return (value) => {
    if (typeof value !== 'string') throw UNCLEAN;
    const result = canonical(value);
    if ('error' in result) throw UNCLEAN;
    return result.value;
  };
}

function typed(name: 'string' | 'boolean' | 'number'): Canonicalizer {
  return (value) => {
    if (typeof value !== name) throw UNCLEAN;
    return value;
  };
}

function integerReader(value: Json): Json {
  if (typeof value !== 'number' || !Number.isInteger(value) || value >= INT32 || value < -INT32) throw UNCLEAN;
  return value + 0; // no negative zero
}

function longReader(value: Json): Json {
  if (typeof value === 'bigint' && value < INT64 && value >= -INT64) return value;
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw UNCLEAN;
  return value + 0;
}
