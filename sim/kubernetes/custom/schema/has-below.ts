import { isObject, type Json, type JsonObject } from '../../../../kube/json';

type Keyword = 'x-kubernetes-list-type' | 'x-kubernetes-embedded-resource' | 'x-kubernetes-validations';

const answers: Readonly<Record<Keyword, WeakMap<JsonObject, boolean>>> = {
  'x-kubernetes-list-type': new WeakMap(),
  'x-kubernetes-embedded-resource': new WeakMap(),
  'x-kubernetes-validations': new WeakMap(),
};

/** Whether a schema or anything below it has a keyword, so that values need not be walked in vain. An atomic list has no rule for its items. */
export function hasBelow(schema: JsonObject, keyword: Keyword): boolean {
  const known = answers[keyword].get(schema);
  if (known !== undefined) return known;
  const value = schema[keyword];
  const own = value !== undefined && value !== 'atomic' && value !== false;
  const has = own || childSchemas(schema).some((child) => hasBelow(child, keyword));
  answers[keyword].set(schema, has);
  return has;
}

function childSchemas({ properties, additionalProperties, items }: JsonObject): readonly JsonObject[] {
  const all: readonly Json[] = [...(isObject(properties) ? Object.values(properties) : []), additionalProperties ?? null, items ?? null];
  return all.filter(isObject);
}
