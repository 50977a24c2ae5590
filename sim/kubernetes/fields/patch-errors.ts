import { goPrint } from '../../../base/go';
import { ApiError } from '../../../kube/api-error';
import { isObject } from '../../../kube/json';
import type { Json, JsonObject } from '../../../kube/json';

/** What Go's reflect calls the dynamic type of a decoded value; numbers are int64 where they can be. */
export type GoKind = 'nil' | 'map' | 'slice' | 'string' | 'bool' | 'int64' | 'float64';

export function goKind(value: Json): GoKind {
  if (value === null) return 'nil';
  if (Array.isArray(value)) return 'slice';
  if (isObject(value)) return 'map';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  return typeof value === 'bigint' || Number.isInteger(value) ? 'int64' : 'float64';
}

const TYPE_TEXT: Readonly<Partial<Record<GoKind, string>>> = {
  nil: '%!s(<nil>)',
  map: 'map[string]interface {}',
  slice: '[]interface {}',
};

/** Errors that the server does not classify answer 500 with the bare text and no reason. */
export function unclassified(message: string): ApiError {
  return ApiError.of({ code: 500, reason: '', message });
}

export function unexpectedType(expected: 'map' | 'slice', actual: Json): ApiError {
  const kind = goKind(actual);
  return unclassified(`expected a ${TYPE_TEXT[expected] ?? expected}, but received a ${TYPE_TEXT[kind] ?? kind}`);
}

export function missingMergeKey(item: JsonObject, mergeKey: string): ApiError {
  return unclassified(`map: ${goPrint(item)} does not contain declared merge key: ${mergeKey}`);
}

export function unknownPatchType(directive: Json, item: JsonObject): ApiError {
  const text = typeof directive === 'string' ? directive : `%!s(${goKind(directive)}=${goPrint(directive)})`;
  return unclassified(`unknown patch type: ${text} in map: ${goPrint(item)}`);
}

/** What the API server says instead of the library's explanation. */
export function unprocessable(): ApiError {
  return ApiError.of({
    code: 422,
    reason: 'Invalid',
    message: 'the server rejected our request due to an error in our request',
    details: {},
  });
}
