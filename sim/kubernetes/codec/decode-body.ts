import { checkConvertible, kindOfBody, kindOfCustomBody } from './body-kind';
import { isCustom } from './custom-tree';
import { DecodeError } from './exact-decode';
import { canonicalObject, decodeClean, decodeTyped, jsonText, readJson } from './decode-json';
import { unhandled, unrecognized } from './decode-errors';
import { decodeMessage, openEnvelope, ProtobufError } from './protobuf';
import { interpret } from './type-meta';
import { readYaml } from './lazy-yaml';
import type { JsonObject } from '../../../kube/json';
import type { GroupVersionKind } from '../../../kube/meta';
import type { BodyKind, DecodeTarget } from './body-kind';
import type { RawJson } from './raw-json';
import type { YamlRead } from './yaml-read';

export type MediaType = 'application/json' | 'application/yaml' | 'application/vnd.kubernetes.protobuf';
export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

export interface DecodedBody {
  /** In Go's canonical form, without kind and apiVersion. */
  readonly object: JsonObject;
  /** What the body says it is; its version is not yet compared with the endpoint's. */
  readonly gvk: GroupVersionKind;
  /** `unknown field "spec.foo"`: to be sent as Warning headers. Empty unless `fieldValidation` is Warn. */
  readonly warnings: readonly string[];
}

/** Decodes the body of a create or replace. Throws ApiError (400) in kube-apiserver's words. */
export function decodeBody(body: Uint8Array, mediaType: MediaType, target: DecodeTarget, fieldValidation: FieldValidation): DecodedBody {
  if (mediaType === 'application/vnd.kubernetes.protobuf') return decodeProtobuf(body, target);
  const text = jsonText(body);
  const isJson = mediaType === 'application/json';
  const clean = isJson ? decodeClean(text, target.type, target.gvk, isCustom(target.type)) : undefined;
  if (clean !== undefined) return { object: clean, gvk: target.gvk, warnings: [] };
  const read = mediaType === 'application/yaml' ? readYaml(text) : readJson(text);
  if ('error' in read) throw unrecognized(target.gvk.kind, read.error, body);
  return decodeRaw(read.raw, { body, target, fieldValidation, duplicates: duplicatesOf(read) });
}

interface Source {
  readonly body: Uint8Array;
  readonly target: DecodeTarget;
  readonly fieldValidation: FieldValidation;
  /** Keys that a YAML text repeats. */
  readonly duplicates: readonly string[];
}

function duplicatesOf(read: { readonly raw: RawJson } | YamlRead): readonly string[] {
  return 'duplicates' in read ? read.duplicates : [];
}

function decodeRaw(raw: RawJson, { body, target, fieldValidation, duplicates }: Source): DecodedBody {
  const { kind } = target.gvk;
  const meta = interpret(raw);
  if ('error' in meta) throw unrecognized(kind, meta.error, body);
  const custom = isCustom(target.type);
  const bodyKind = custom ? kindOfCustomBody(raw, target) : kindOfBody(meta, target, jsonText(body));
  if (bodyKind === undefined) throw unrecognized(kind, `Object 'Kind' is missing in '${jsonText(body)}'`, body);
  const { gvk } = bodyKind;
  const { object, strict } = decodeAs(raw, bodyKind, target);
  if (!custom) checkConvertible(gvk, target);
  const complaints = duplicates.length === 0 ? strict : [`yaml: unmarshal errors:\n  ${duplicates.join('\n  ')}`, ...strict];
  if (fieldValidation === 'Strict' && complaints.length > 0) {
    throw unhandled(gvk, kind, `strict decoding error: ${complaints.join(', ')}`);
  }
  return { object, gvk, warnings: fieldValidation === 'Warn' ? [...duplicates, ...strict] : [] };
}

function decodeAs(raw: RawJson, { gvk, type }: BodyKind, target: DecodeTarget): ReturnType<typeof decodeTyped> {
  try {
    return decodeTyped(raw, type ?? target.type);
  } catch (error) {
    // A kind that is only known by name is refused for its kind anyway.
    if (error instanceof DecodeError && type === undefined) return { object: {}, strict: [] };
    if (error instanceof DecodeError) throw unhandled(gvk, target.gvk.kind, error.message);
    throw error;
  }
}

/** Protobuf has no unknown or repeated members to complain of. */
function decodeProtobuf(body: Uint8Array, target: DecodeTarget): DecodedBody {
  const { raw, ...meta } = orRefuse(
    () => openEnvelope(body),
    (why) => unrecognized(target.gvk.kind, why, body),
  );
  const { gvk, type } = kindOfBody(meta, target, '');
  const message = orRefuse(
    () => decodeMessage(raw, type ?? target.type),
    (why) => unhandled(gvk, target.gvk.kind, why),
  );
  checkConvertible(gvk, target);
  return { object: canonicalObject(message, target.type), gvk, warnings: [] };
}

function orRefuse<T>(decode: () => T, refuse: (why: string) => Error): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof ProtobufError) throw refuse(error.message);
    throw error;
  }
}
