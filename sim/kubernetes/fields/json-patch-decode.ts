import { goQuote } from '../../../base/go';
import { ApiError } from '../../../kube/api-error';
import { isObject } from '../../../kube/json';
import { member } from './tree';
import type { Json, JsonObject } from '../../../kube/json';
import type { JsonPatch } from './json-patch';

export interface DecodedJsonPatch {
  readonly operations: JsonPatch;
  /** What strict decoding would complain of: `json patch unknown field "[0].extra"`. Empty when it was not asked. */
  readonly strictErrors: readonly string[];
}

/** evanphx would try any number; the API server stops here. */
const MAX_OPERATIONS = 10_000;

const OPERATION_FIELDS: ReadonlySet<string> = new Set(['op', 'path', 'from', 'value']);

/**
 * The operations of a parsed JSON patch body; `null` is a patch without operations. With `strict` (fieldValidation Strict or Warn) Go decodes
 * into a typed list first, so that the errors read differently. Throws 400 for a wrong shape, 413 for too many operations.
 */
export function decodeJsonPatch(body: Json, strict: boolean): DecodedJsonPatch {
  const problem = strict ? typedProblem(body) : untypedProblem(body);
  if (problem !== undefined) throw ApiError.badRequest(problem);
  const operations = (Array.isArray(body) ? body : []).map((operation) => (isObject(operation) ? operation : null));
  if (operations.length > MAX_OPERATIONS) {
    throw ApiError.requestEntityTooLarge(`The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${operations.length}`);
  }
  return { operations, strictErrors: strict ? operations.flatMap(unknownFields) : [] };
}

function unknownFields(operation: JsonObject | null, index: number): readonly string[] {
  const unknown = Object.keys(operation ?? {}).filter((name) => !OPERATION_FIELDS.has(name));
  return unknown.map((name) => `json patch unknown field ${goQuote(`[${index}].${name}`)}`);
}

function typedProblem(body: Json): string | undefined {
  const problem = listProblem(body, '[]handlers.jsonPatchOp', 'handlers.jsonPatchOp', (operation) => {
    for (const name of ['op', 'path', 'from']) {
      const value = member(operation, name) ?? null;
      if (value === null || typeof value === 'string') continue;
      return `json: cannot unmarshal ${jsonKind(value)} into Go struct field jsonPatchOp.${name} of type string`;
    }
    return undefined;
  });
  return problem === undefined ? undefined : `error decoding patch: ${problem}`;
}

function untypedProblem(body: Json): string | undefined {
  return listProblem(body, 'jsonpatch.Patch', 'jsonpatch.Operation', () => undefined);
}

function listProblem(
  body: Json,
  listType: string,
  itemType: string,
  itemProblem: (operation: JsonObject) => string | undefined,
): string | undefined {
  if (body === null) return undefined;
  if (!Array.isArray(body)) return `json: cannot unmarshal ${jsonKind(body)} into Go value of type ${listType}`;
  for (const item of body) {
    if (item === null) continue;
    if (!isObject(item)) return `json: cannot unmarshal ${jsonKind(item)} into Go value of type ${itemType}`;
    const problem = itemProblem(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** As encoding/json names a value it did not want. */
export function jsonKind(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (isObject(value)) return 'object';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'number';
}
