import type { FieldError } from '../../../../../kube/field-error';
import { isObject, type Json, type JsonObject } from '../../../../../kube/json';
import { settlerOf } from '../../../custom/schema/defaults';
import { pruned } from '../../../custom/schema/prune';
import { Findings } from '../../../custom/validate/findings';
import { schemaCheck } from '../../../custom/validate/schema-check';
import { FieldErrors } from '../../../../../kube/field-error';
import { sameTree } from '../../../../../kube/same-tree';
import { childrenOf } from './children';

/** Defaults have to be valid and to have nothing that their schema does not know. */
export function defaultErrors(schema: JsonObject, path: string): readonly FieldError[] {
  const own = schema.default === undefined ? [] : errorsOf(schema.default, schema, `${path}.default`);
  return [...own, ...childrenOf(schema, path).flatMap(([child, at]) => defaultErrors(child, at))];
}

function errorsOf(value: Json, schema: JsonObject, path: string): readonly FieldError[] {
  const out = new Findings();
  const settled = settlerOf(schema)(value);
  schemaCheck(schema)(settled, '', out, undefined);
  if (!out.clean) return out.errors.map((error) => ({ ...error, field: error.field === '<nil>' ? path : `${path}.${error.field}` }));
  const known = isObject(value) || Array.isArray(value) ? pruned(value, schema) : value;
  return sameTree(known, value) ? [] : [FieldErrors.invalid(path, value, 'must not have unknown fields')];
}
