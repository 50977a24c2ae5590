import { compareStrings, jsonString } from '../../../base/go';
import { isObject } from '../../../kube/json';
import { apiVersionOf } from '../../../kube/meta';
import { isGoStruct, zeroValue } from './go-zero';
import type { Json, JsonObject } from '../../../kube/json';
import type { GroupVersionKind } from '../../../kube/meta';
import type { FieldNode, StructNode, TypeNode } from '../schema/type-node';

type Encoder = (value: Json) => string;

const compiled = new WeakMap<TypeNode, Encoder>();

/**
 * The object as Go's encoder writes the type, without the line feed at the end: members in Go's order, empty omitempty members left out,
 * the others there even when the object lacks them. kind and apiVersion are written when the object has them; see withTypeMeta.
 */
export function encodeJson(object: JsonObject, type: StructNode): string {
  return encoderOf(type)(object);
}

/** Puts kind and apiVersion in front of a body that was encoded without them, as Go orders them. */
export function withTypeMeta(body: string, gvk: GroupVersionKind): string {
  return `${typeMetaPrefix(gvk)}${body.length > 2 ? ',' : ''}${body.slice(1)}`;
}

/** `{"kind":"Secret","apiVersion":"v1"`: what a body's `{` is replaced by, before a comma unless the body is empty. */
export function typeMetaPrefix(gvk: GroupVersionKind): string {
  return `{"kind":${jsonString(gvk.kind)},"apiVersion":${jsonString(apiVersionOf(gvk))}`;
}

/** What has no Go type (custom resources, patches in texts): members sorted. */
export function encodeSorted(value: Json): string {
  if (typeof value === 'string') return jsonString(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(encodeSorted).join(',')}]`;
  const keys = Object.keys(value).sort(compareStrings);
  return `{${keys.map((key) => `${jsonString(key)}:${encodeSorted(value[key] ?? null)}`).join(',')}}`;
}

function encoderOf(type: TypeNode): Encoder {
  const known = compiled.get(type);
  if (known !== undefined) return known;
  const made = compile(type);
  compiled.set(type, made);
  return made;
}

function encodeScalar(value: Json): string {
  if (typeof value === 'object') return value === null ? 'null' : encodeAny(value);
  return typeof value === 'string' ? jsonString(value) : String(value);
}

function compile(type: TypeNode): Encoder {
  if (type.kind === 'struct') return type.goType === undefined ? encodeSorted : structEncoder(type);
  if (type.kind === 'list') return listEncoder(type.item);
  if (type.kind === 'map') return mapEncoder(type.value);
  if (type.kind === 'scalar') return encodeScalar;
  const schema = type.union?.schema;
  if (schema === undefined) return encodeAny;
  const list = listEncoder(schema);
  return (value) => {
    if (isObject(value)) return encoderOf(schema)(value);
    return Array.isArray(value) && value.some(isObject) ? list(value) : encodeAny(value);
  };
}

function structEncoder(type: StructNode): Encoder {
  let members: readonly MemberEncoder[] | undefined;
  return (value) => {
    if (!isObject(value)) return 'null';
    members ??= type.fields.map(memberEncoder); // late, since types contain themselves
    const out = inOrder(value, members) ?? members.map(({ name, encode }) => encode(value[name])).join('');
    return out === '' ? '{}' : `{${out.slice(1)}}`;
  };
}

/** Canonical trees have few of a type's members, and those in its order. Undefined for others, whose members have to be looked up. */
function inOrder(value: JsonObject, members: readonly MemberEncoder[]): string | undefined {
  // Looked at before anything is encoded: what is given up half-way would be encoded twice, and what is in it four times, and so on.
  if (!isInOrder(value, members)) return undefined;
  let out = '';
  let next = 0;
  for (const name in value) {
    while (members[next]?.name !== name) out += members[next++]?.absent() ?? '';
    out += members[next++]?.encode(value[name]) ?? '';
  }
  while (next < members.length) out += members[next++]?.absent() ?? '';
  return out;
}

function isInOrder(value: JsonObject, members: readonly MemberEncoder[]): boolean {
  let next = 0;
  for (const name in value) {
    while (next < members.length && members[next]?.name !== name) next++;
    if (next++ === members.length) return false;
  }
  return true;
}

interface MemberEncoder {
  readonly name: string;
  /** `,"name":value`, or what stands for it when it is empty. */
  readonly encode: (value: Json | undefined) => string;
  readonly absent: () => string;
}

function memberEncoder(field: FieldNode): MemberEncoder {
  const { name, type } = field;
  const prefix = `,${jsonString(name)}:`;
  const encode = encoderOf(type);
  const absent = absentText(field, prefix);
  const dropsEmpty = field.omitempty && !field.pointer;
  const isContainer = type.kind === 'list' || type.kind === 'map';
  return {
    name,
    absent,
    encode(value) {
      if (value === undefined || value === null) return absent();
      if ((dropsEmpty || isContainer) && isEmpty(value, type)) return absent(); // an empty list that is always there comes back from storage as null
      return prefix + encode(value);
    },
  };
}

function absentText(field: FieldNode, prefix: string): () => string {
  const { type, omitempty, pointer, omitzero } = field;
  if (omitempty && (pointer || !isGoStruct(type) || omitzero === true)) return () => '';
  if (pointer || type.kind !== 'struct') {
    const text = prefix + encodeAny(pointer ? null : zeroValue(type));
    return () => text;
  }
  let text: string | undefined; // late, since types contain themselves
  return () => (text ??= prefix + encoderOf(type)({}));
}

/** What omitempty leaves out; a struct never is. */
function isEmpty(value: Json, type: TypeNode): boolean {
  if (type.kind === 'list') return Array.isArray(value) && value.length === 0;
  if (type.kind === 'map') return isObject(value) && Object.keys(value).length === 0;
  return type.kind === 'scalar' && !isGoStruct(type) && (value === '' || value === 0 || value === false);
}

function listEncoder(item: TypeNode): Encoder {
  let encode: Encoder | undefined;
  return (value) => {
    if (!Array.isArray(value)) return 'null';
    const each = (encode ??= encoderOf(item));
    return `[${value.map(each).join(',')}]`;
  };
}

function mapEncoder(type: TypeNode): Encoder {
  let encode: Encoder | undefined;
  return (value) => {
    if (!isObject(value)) return 'null';
    const each = (encode ??= encoderOf(type));
    const keys = Object.keys(value).sort(compareStrings);
    return `{${keys.map((key) => `${jsonString(key)}:${each(value[key] ?? null)}`).join(',')}}`;
  };
}

/** Raw JSON that Go passes through: members as they came. */
export function encodeAny(value: Json): string {
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? jsonString(value) : String(value);
  if (Array.isArray(value)) return `[${value.map(encodeAny).join(',')}]`;
  return `{${Object.entries(value)
    .map(([key, member]) => `${jsonString(key)}:${encodeAny(member)}`)
    .join(',')}}`;
}
