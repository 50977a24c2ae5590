import { FieldErrors, type FieldError } from '../../../../../kube/field-error';
import { isObject, type JsonObject } from '../../../../../kube/json';
import type { SelectableField } from '../../../../../kube/types/apiextensions';
import { childOf } from '../../../custom/schema/children';

const MAX_FIELDS = 8;
const SELECTABLE: ReadonlySet<string> = new Set(['string', 'boolean', 'integer']);
const WRONG_TYPE = 'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.';

export function selectableFieldErrors(fields: readonly SelectableField[], schema: JsonObject, path: string): readonly FieldError[] {
  const seen = new Set<string>();
  const errors = fields.flatMap(({ jsonPath = '' }, index) => {
    const field = `${path}[${index}].jsonPath`;
    if (jsonPath === '') return [FieldErrors.required(field)];
    const problem = pathProblem(jsonPath, schema);
    if (problem !== undefined) return [FieldErrors.invalid(field, jsonPath, problem)];
    if (seen.has(jsonPath)) return [FieldErrors.duplicate(field, jsonPath)];
    seen.add(jsonPath);
    return [];
  });
  return fields.length > MAX_FIELDS ? [...errors, FieldErrors.tooMany(path, fields.length, MAX_FIELDS)] : errors;
}

function pathProblem(jsonPath: string, root: JsonObject): string | undefined {
  const first = /^[^.[]+/.exec(jsonPath)?.[0];
  if (first !== undefined) return `is an invalid path: expected [ or . but got: ${first}`;
  if (/\[\d*\]/.test(jsonPath)) return 'is an invalid path: array notation is not allowed';
  const schema = schemaAt(jsonPath, root);
  if (schema === undefined) return 'is an invalid path: does not refer to a valid field';
  return typeof schema.type === 'string' && SELECTABLE.has(schema.type) ? undefined : WRONG_TYPE;
}

/** What a path of members, `.a.b` or `['a']`, leads to. Metadata has field labels of its own. */
export function schemaAt(path: string, root: JsonObject): JsonObject | undefined {
  const steps = Array.from(path.matchAll(/\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]/g), (match) => match[1] ?? match[2] ?? '');
  if (steps.length === 0 || steps.some((step) => step === '')) return undefined;
  return steps.reduce<JsonObject | undefined>((schema, step, index) => {
    if (schema === undefined || (index === 0 && step === 'metadata')) return undefined;
    const child = childOf(schema, step);
    return isObject(child) ? child : undefined;
  }, root);
}
