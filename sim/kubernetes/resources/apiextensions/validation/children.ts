import { isObject, type Json, type JsonObject } from '../../../../../kube/json';

/** The schemas in a schema, with their places. */
export function childrenOf(schema: JsonObject, path: string): readonly (readonly [JsonObject, string])[] {
  const { properties, additionalProperties, items, not } = schema;
  const named: [Json | undefined, string][] = [
    [additionalProperties, `${path}.additionalProperties`],
    ...(isObject(properties) ? Object.keys(properties).sort() : []).map((name): [Json | undefined, string] => [
      isObject(properties) ? properties[name] : undefined,
      `${path}.properties[${name}]`,
    ]),
    [items, `${path}.items`],
    ...['allOf', 'oneOf', 'anyOf'].flatMap((keyword) => listed(schema[keyword], `${path}.${keyword}`)),
    [not, `${path}.not`],
  ];
  return named.flatMap(([child, at]): [JsonObject, string][] => (isObject(child) ? [[child, at]] : []));
}

function listed(list: Json | undefined, path: string): [Json | undefined, string][] {
  return Array.isArray(list) ? list.map((one, index): [Json, string] => [one, `${path}[${index}]`]) : [];
}
