import { ApiError } from '../../../kube/api-error';
import { apiVersionOf } from '../../../kube/meta';
import { builtInType, isRegisteredKind } from '../schema';
import { DecodeError } from './exact-decode';
import { decodeClean, decodeTyped, jsonText, readJson } from './decode-json';
import { SCHEME, unhandled, unrecognized } from './decode-errors';
import { interpret, withDefaults } from './type-meta';
import { readYaml } from './yaml-read';
import type { JsonObject } from '../../../kube/json';
import type { GroupVersion, GroupVersionKind } from '../../../kube/meta';
import type { StructNode } from '../schema/type-node';
import type { RawJson } from './raw-json';
import type { YamlRead } from './yaml-read';

export type MediaType = 'application/json' | 'application/yaml' | 'application/vnd.kubernetes.protobuf';
export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

/** What an endpoint of a built-in kind takes. */
export interface DecodeTarget {
  /** Stands in for the kind or apiVersion that a body lacks. */
  readonly gvk: GroupVersionKind;
  readonly type: StructNode;
  /** Further versions that the endpoint takes, such as policy/v1beta1 for an eviction. */
  readonly accepts?: readonly GroupVersion[];
}

export interface DecodedBody {
  /** In Go's canonical form, without kind and apiVersion. */
  readonly object: JsonObject;
  readonly gvk: GroupVersionKind;
  /** `unknown field "spec.foo"`: to be sent as Warning headers. Empty unless `fieldValidation` is Warn. */
  readonly warnings: readonly string[];
}

/** Decodes the body of a create or replace. Throws ApiError (400) in kube-apiserver's words. */
export function decodeBody(body: Uint8Array, mediaType: MediaType, target: DecodeTarget, fieldValidation: FieldValidation): DecodedBody {
  const text = jsonText(body);
  const clean = mediaType === 'application/json' ? decodeClean(text, target.type, target.gvk) : undefined;
  if (clean !== undefined) return { object: clean, gvk: target.gvk, warnings: [] };
  const read = mediaType === 'application/yaml' ? readYaml(text) : readJson(text);
  if ('error' in read) throw unrecognized(target.gvk.kind, read.error, body);
  return decodeRaw(read.raw, { body, target, fieldValidation, duplicates: duplicatesOf(read) });
}

function duplicatesOf(read: { readonly raw: RawJson } | YamlRead): readonly string[] {
  return 'duplicates' in read ? read.duplicates : [];
}

interface Source {
  readonly body: Uint8Array;
  readonly target: DecodeTarget;
  readonly fieldValidation: FieldValidation;
  /** Keys that a YAML text repeats. */
  readonly duplicates: readonly string[];
}

function decodeRaw(raw: RawJson, { body, target, fieldValidation, duplicates }: Source): DecodedBody {
  const { kind } = target.gvk;
  const meta = interpret(raw);
  if ('error' in meta) throw unrecognized(kind, meta.error, body);
  const gvk = withDefaults(meta, target.gvk);
  if (gvk.version === '') throw unhandled(gvk, kind, `Object 'apiVersion' is missing in '${jsonText(body)}'`);
  if (!isRegistered(gvk, target)) {
    throw unhandled(gvk, kind, `no kind "${gvk.kind}" is registered for version "${apiVersionOf(gvk)}" in scheme "${SCHEME}"`);
  }
  const { object, strict } = decodeAs(raw, gvk, target);
  if (gvk.kind !== kind || gvk.group !== target.gvk.group) throw unhandled(gvk, kind, noConversion(gvk, target.gvk));
  const complaints = duplicates.length === 0 ? strict : [`yaml: unmarshal errors:\n  ${duplicates.join('\n  ')}`, ...strict];
  if (fieldValidation === 'Strict' && complaints.length > 0) {
    throw unhandled(gvk, kind, `strict decoding error: ${complaints.join(', ')}`);
  }
  checkVersion(gvk, target);
  return { object, gvk, warnings: fieldValidation === 'Warn' ? [...duplicates, ...strict] : [] };
}

function isRegistered(gvk: GroupVersionKind, target: DecodeTarget): boolean {
  return sameKind(gvk, target.gvk) || isRegisteredKind(gvk, target.gvk.group);
}

function decodeAs(raw: RawJson, gvk: GroupVersionKind, target: DecodeTarget): ReturnType<typeof decodeTyped> {
  const type = sameKind(gvk, target.gvk) ? target.type : builtInType(gvk);
  try {
    return decodeTyped(raw, type ?? target.type);
  } catch (error) {
    // A kind that is only known by name is refused for its kind anyway.
    if (error instanceof DecodeError && type === undefined) return { object: {}, strict: [] };
    if (error instanceof DecodeError) throw unhandled(gvk, target.gvk.kind, error.message);
    throw error;
  }
}

function checkVersion(gvk: GroupVersionKind, { gvk: expected, accepts = [] }: DecodeTarget): void {
  if ([expected, ...accepts].some((gv) => gv.group === gvk.group && gv.version === gvk.version)) return;
  const versions = `(${apiVersionOf(gvk)}) does not match the expected API version (${apiVersionOf(expected)})`;
  throw ApiError.badRequest(`the API version in the data ${versions}`);
}

function sameKind(a: GroupVersionKind, b: GroupVersionKind): boolean {
  return a.kind === b.kind && a.version === b.version && a.group === b.group;
}

function noConversion(from: GroupVersionKind, to: GroupVersionKind): string {
  return `converting (${from.version}.${from.kind}) to (${internalPackage(to)}.${to.kind}): unknown conversion`;
}

/** Where Go keeps the internal type of a kind. */
function internalPackage({ group }: GroupVersionKind): string {
  return group === '' || group === 'events.k8s.io' ? 'core' : (group.split('.')[0] ?? '');
}
