import { goUtf8, jsonSyntaxError } from '../../../base/go';
import { isObject } from '../../../kube/json';
import { apiVersionOf } from '../../../kube/meta';
import { canonicalizer, UNCLEAN } from './canonical';
import { isCustom } from './custom-tree';
import { decodeCustom } from './decode-custom';
import { decodeExactly } from './exact-decode';
import { scanJson } from './json-scan';
import { readRawJson } from './raw-json';
import { peekError } from './type-meta';
import type { Json, JsonObject } from '../../../kube/json';
import type { GroupVersionKind } from '../../../kube/meta';
import type { StructNode } from '../schema/type-node';
import type { ExactResult } from './exact-decode';
import type { RawJson } from './raw-json';

const encoder = new TextEncoder();
const bodies = new WeakMap<StructNode, StructNode>();

/**
 * The canonical tree of a body that needs no second look: valid, of the expected kind, every member known and there once, every value
 * in its place. Undefined in any other case; the exact decoder then finds the words. `needsKind`: so is a body that does not say its kind.
 */
export function decodeClean(text: string, type: StructNode, gvk: GroupVersionKind, needsKind = false): JsonObject | undefined {
  const scan = scanJson(text);
  if (scan.oddNumber || scan.oddText) return undefined;
  const value = parse(text);
  if (!isObject(value)) return undefined;
  const { kind, apiVersion } = value;
  if (needsKind && (kind === undefined || apiVersion === undefined)) return undefined;
  if (kind !== undefined && kind !== gvk.kind) return undefined;
  if (apiVersion !== undefined && apiVersion !== apiVersionOf(gvk)) return undefined;
  const count = { members: Number(kind !== undefined) + Number(apiVersion !== undefined) };
  const object = canonicalize(value, type, count);
  return count.members === scan.members ? object : undefined;
}

/** Canonical tree and strict errors of a body of that type; throws DecodeError. */
export function decodeTyped(raw: RawJson, type: StructNode): { readonly object: JsonObject; readonly strict: ExactResult['strict'] } {
  const { value, strict } = isCustom(type) ? decodeCustom(raw, type) : decodeExactly(type, raw);
  return { object: canonicalObject(value ?? {}, type), strict };
}

/** The text member by member, or encoding/json's complaint. */
export function readJson(text: string): { readonly raw: RawJson } | { readonly error: string } {
  const fault = jsonSyntaxError(encoder.encode(text));
  return fault === undefined ? { raw: readRawJson(text) } : { error: peekError(fault) };
}

export function jsonText(body: Uint8Array): string {
  return goUtf8(body);
}

/** A tree that fits the type, zeros and all, in canonical form. */
export function canonicalObject(value: Json, type: StructNode): JsonObject {
  const object = canonicalize(value, type, { members: 0 });
  if (object === undefined) throw new Error(`A decoded ${type.name} does not fit its own type`);
  return object;
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function canonicalize(value: Json, type: StructNode, count: { members: number }): JsonObject | undefined {
  try {
    const object = isCustom(type) ? customBody(value, type, count) : canonicalizer(bodyType(type))(value, count);
    return isObject(object) ? object : undefined;
  } catch (error) {
    if (error === UNCLEAN) return undefined;
    throw error;
  }
}

/** kind and apiVersion say what the body is and are no part of it; metadata is always there. */
function customBody(value: Json, type: StructNode, count: { members: number }): Json {
  if (!isObject(value)) return value;
  const { kind: _kind, apiVersion: _apiVersion, metadata, ...body } = value;
  const metadataType = type.field('metadata')?.type;
  if (metadata !== undefined) count.members++;
  const isAbsent = metadataType === undefined || metadata === undefined || metadata === null;
  const meta = isAbsent ? {} : canonicalizer(metadataType)(metadata, count);
  const object = canonicalizer(type)(body, count);
  return isObject(object) ? { metadata: meta, ...object } : object;
}

/** The type without kind and apiVersion. */
function bodyType(type: StructNode): StructNode {
  const known = bodies.get(type);
  if (known !== undefined) return known;
  const fields = type.fields.filter((field) => field.name !== 'kind' && field.name !== 'apiVersion');
  const made = { ...type, fields };
  bodies.set(type, made);
  return made;
}
