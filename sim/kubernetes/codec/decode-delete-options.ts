import { ApiError } from '../../../kube/api-error';
import { apiVersionOf } from '../../../kube/meta';
import { builtInKinds, builtInType } from '../schema';
import { canonicalObject, decodeTyped, jsonText, readJson } from './decode-json';
import { SCHEME } from './decode-errors';
import { DecodeError } from './exact-decode';
import { decodeMessage, openEnvelope, ProtobufError } from './protobuf';
import { interpret, withDefaults } from './type-meta';
import { readYaml } from './lazy-yaml';
import type { JsonObject } from '../../../kube/json';
import type { GroupVersionKind } from '../../../kube/meta';
import type { StructNode } from '../schema/type-node';
import type { MediaType } from './decode-body';

const DELETE_OPTIONS: GroupVersionKind = { group: 'meta.k8s.io', version: 'v1', kind: 'DeleteOptions' };

/**
 * The options in the body of a DELETE: any group version will do, unknown members are ignored, and errors stand bare, since a scheme of
 * its own decodes them. Throws ApiError (400).
 */
export function decodeDeleteOptions(body: Uint8Array, mediaType: MediaType): JsonObject {
  const type = builtInType(DELETE_OPTIONS);
  if (type === undefined) throw new Error('schema/data lacks DeleteOptions');
  try {
    return mediaType === 'application/vnd.kubernetes.protobuf' ? fromProtobuf(body, type) : fromText(jsonText(body), mediaType, type);
  } catch (error) {
    if (error instanceof DecodeError || error instanceof ProtobufError) throw ApiError.badRequest(error.message);
    throw error;
  }
}

function fromText(text: string, mediaType: MediaType, type: StructNode): JsonObject {
  const read = mediaType === 'application/yaml' ? readYaml(text) : readJson(text);
  if ('error' in read) throw new DecodeError(read.error);
  const meta = interpret(read.raw);
  if ('error' in meta) throw new DecodeError(meta.error);
  checkKind(meta);
  return decodeTyped(read.raw, type).object;
}

function fromProtobuf(body: Uint8Array, type: StructNode): JsonObject {
  const { raw, ...meta } = openEnvelope(body);
  checkKind(meta);
  return canonicalObject(decodeMessage(raw, type), type);
}

function checkKind(meta: { readonly kind: string; readonly apiVersion: string }): void {
  const gvk = withDefaults(meta, DELETE_OPTIONS);
  if (gvk.kind === DELETE_OPTIONS.kind) return;
  const isKnown = (gvk.group === '' || gvk.group === DELETE_OPTIONS.group) && builtInKinds(DELETE_OPTIONS).includes(gvk.kind);
  if (isKnown) throw new DecodeError(`converting (v1.${gvk.kind}) to (v1.DeleteOptions): unknown conversion`);
  throw new DecodeError(`no kind "${gvk.kind}" is registered for version "${apiVersionOf(gvk)}" in scheme "${SCHEME}"`);
}
