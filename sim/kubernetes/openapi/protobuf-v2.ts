import { stringify } from 'yaml';
import { isObject, type Json, type JsonObject } from '../../../kube/json';
import data from './data/openapi-v2-messages.json';
import { Writer } from './writer';

type Field = readonly [number: number, type: string];

/** Messages of gnostic's openapi.v2 by name: field number and type by JSON name; `x-` takes all vendor extensions. */
const MESSAGES = data as Readonly<Record<string, Readonly<Record<string, Field>>>>;

/** Shapes that protobuf wraps where JSON does not; each writes the content of its own message. */
const WRAPPED: Readonly<Record<string, (out: Writer, value: Json) => void>> = {
  Paths: (out, value) => named(out, 2, value, 'PathItem'),
  Responses: (out, value) => named(out, 1, value, 'ResponseValue'),
  ResponseValue: (out, value) => out.message(1, (inner) => message(inner, 'Response', value)),
  SchemaItem: (out, value) => out.message(1, (inner) => message(inner, 'Schema', value)),
  TypeItem: (out, value) => [value].flat().forEach((name) => out.text(1, textOf(name))),
  ItemsItem: (out, value) => [value].flat().forEach((item) => out.message(1, (inner) => message(inner, 'Schema', item))),
  ParameterItem: parameterItem,
  Parameter: parameter,
  SchemaOrBool: (out, value) =>
    typeof value === 'boolean' ? out.integer(2, value ? 1 : 0) : out.message(1, (inner) => message(inner, 'Schema', value)),
  SecurityDefinition: (out, value) => out.message(2, (inner) => message(inner, 'ApiKeySecurity', value)),
  SecurityRequirement: (out, value) => named(out, 1, value, 'StringArray'),
  StringArray: (out, value) => (value as Json[]).forEach((text) => out.text(1, textOf(text))),
};

/** The document as clients before OpenAPI 3 insist on it: gnostic's protobuf. Keys stay in their order. */
export function encodeV2(document: JsonObject): Uint8Array {
  const out = new Writer();
  message(out, 'Document', document);
  return out.finish();
}

function message(out: Writer, type: string, value: Json): void {
  const wrapped = WRAPPED[type];
  if (wrapped !== undefined) return wrapped(out, value);
  const fields = MESSAGES[type];
  if (fields === undefined || !isObject(value)) throw new Error(`OpenAPI 2 has no way to write ${JSON.stringify(value)} as ${type}`);
  const members = Object.entries(value).map(([key, member]): [Field | undefined, Json] => [
    key.startsWith('x-') ? undefined : fields[key],
    member,
  ]);
  members.sort(([a], [b]) => (a?.[0] ?? 0) - (b?.[0] ?? 0));
  for (const [declared, member] of members) if (declared !== undefined) field(out, declared, member);
  const extensions = fields['x-'];
  if (extensions !== undefined) vendorExtensions(out, extensions[0], value);
}

function field(out: Writer, [number, type]: Field, value: Json): void {
  if (type.startsWith('[]')) return (value as Json[]).forEach((item) => field(out, [number, type.slice(2)], item));
  if (type.startsWith('named ')) return out.message(number, (inner) => named(inner, 1, value, type.slice('named '.length)));
  switch (type) {
    case 'string':
      return out.text(number, textOf(value));
    case 'bool':
      return out.integer(number, value === true ? 1 : 0);
    case 'int':
      return out.integer(number, Number(value));
    case 'double':
      return out.double(number, Number(value));
    case 'any':
      return out.message(number, (inner) => inner.text(2, yamlOf(value)));
    default:
      return out.message(number, (inner) => message(inner, type, value));
  }
}

/** A JSON object as repeated pairs of name and value. */
function named(out: Writer, number: number, value: Json, type: string): void {
  for (const [name, member] of Object.entries(value as JsonObject)) {
    out.message(number, (pair) => {
      pair.text(1, name);
      pair.message(2, (inner) => message(inner, type, member));
    });
  }
}

function vendorExtensions(out: Writer, number: number, value: JsonObject): void {
  for (const [name, member] of Object.entries(value)) {
    if (!name.startsWith('x-')) continue;
    out.message(number, (pair) => {
      pair.text(1, name);
      pair.message(2, (any) => any.text(2, yamlOf(member)));
    });
  }
}

function parameterItem(out: Writer, value: Json): void {
  if (isObject(value) && typeof value.$ref === 'string') return out.message(2, (inner) => message(inner, 'Reference', value));
  return out.message(1, (inner) => parameter(inner, value));
}

function parameter(out: Writer, value: Json): void {
  const place = isObject(value) ? value.in : undefined;
  if (place === 'body') return out.message(1, (inner) => message(inner, 'BodyParameter', value));
  return out.message(2, (inner) =>
    place === 'path'
      ? inner.message(4, (path) => message(path, 'PathParameter', value))
      : inner.message(3, (query) => message(query, 'QueryParameter', value)),
  );
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function yamlOf(value: Json): string {
  return stringify(value, { lineWidth: 0, singleQuote: true });
}
