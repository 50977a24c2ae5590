import { ApiError } from '../../../kube/api-error';
import { isObject } from '../../../kube/json';
import { jsonKind } from './json-patch-decode';
import { member, setMember, sortKeys, withoutMember } from './tree';
import type { Json, JsonObject } from '../../../kube/json';

/**
 * Applies RFC 7386 the way evanphx/json-patch 4 does. With `strict` (fieldValidation Strict or Warn) the body must be an object or null
 * before anything else is looked at. Null bodies are refused either way. Throws 400; a body that is a list, which only the unstrict way
 * lets through, becomes the document. Maps that were merged come out with sorted keys, as Go writes them.
 */
export function applyMergePatch(document: JsonObject, body: Json, strict: boolean): Json {
  if (strict && body !== null && !isObject(body)) {
    throw ApiError.badRequest(
      `error decoding patch: json: cannot unmarshal ${jsonKind(body)} into Go value of type map[string]interface {}`,
    );
  }
  if (Array.isArray(body)) return pruned(body);
  if (!isObject(body)) throw ApiError.badRequest('Invalid JSON Patch');
  return merged(document, body);
}

function merged(current: JsonObject, patch: JsonObject): JsonObject {
  let result = { ...current };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result = withoutMember(result, key);
    else setMember(result, key, mergedValue(member(result, key), value));
  }
  return sortKeys(result);
}

function mergedValue(current: Json | undefined, patch: Json): Json {
  if (!isObject(current)) return pruned(patch);
  // Where a map becomes something else, Go takes the new value as it was sent, nulls and all.
  return isObject(patch) ? merged(current, patch) : patch;
}

/** Without the members that are null; list items stay. */
function pruned(value: Json): Json {
  if (Array.isArray(value)) return value.map((item) => (item === null ? null : pruned(item)));
  if (!isObject(value)) return value;
  const kept: JsonObject = {};
  for (const key of Object.keys(value).sort()) {
    const child = value[key] ?? null;
    if (child !== null) setMember(kept, key, pruned(child));
  }
  return kept;
}
