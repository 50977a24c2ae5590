import { compareStrings, formatDuration, jsonString, parseDuration } from '../../base/go';
import { goJson } from '../../base/go/json';
import { isObject } from '../../kube/json';
import { parseQuantity } from '../../kube/quantity';
import data from './data/hashed-types.json';

/**
 * Go types by name: their fields in Go's order. A field says `?` when it is left out empty, then `*` pointer, `[]` slice or `{}` map, then
 * what it holds.
 */
type GoTypes = Readonly<Record<string, Readonly<Record<string, string>>>>;

const TYPES = narrowed(data);

/** json.Marshal of an object whose name is a hash of it: every field in Go's order, empty ones left out as Go does. */
export function hashedJson(type: string, value: unknown): string {
  return marshal(type, value);
}

function narrowed(value: unknown): GoTypes {
  if (!isObject(value)) throw new Error('signers/acme/data/hashed-types.json holds no object');
  const types: Record<string, Record<string, string>> = {};
  for (const [name, fields] of Object.entries(value)) {
    if (!isObject(fields)) throw new Error(`signers/acme/data/hashed-types.json: ${name} has no fields`);
    types[name] = Object.fromEntries(Object.entries(fields).map(([field, type]) => [field, textOf(type)]));
  }
  return types;
}

function marshal(type: string, value: unknown): string {
  if (type.startsWith('*')) return isAbsent(value) ? 'null' : marshal(type.slice(1), value);
  if (type.startsWith('[]')) return Array.isArray(value) ? `[${value.map((item) => marshal(type.slice(2), item)).join(',')}]` : 'null';
  if (type.startsWith('{}')) return isObject(value) ? marshalMap(type.slice(2), value) : 'null';
  const fields = TYPES[type];
  return fields === undefined ? marshalScalar(type, value) : marshalStruct(fields, isObject(value) ? value : {});
}

function marshalStruct(fields: Readonly<Record<string, string>>, value: Readonly<Record<string, unknown>>): string {
  const members = Object.entries(fields).flatMap(([name, type]) => {
    const optional = type.startsWith('?');
    const held = optional ? type.slice(1) : type;
    return optional && isEmpty(held, value[name]) ? [] : [`${jsonString(name)}:${marshal(held, value[name])}`];
  });
  return `{${members.join(',')}}`;
}

function marshalMap(type: string, value: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(value).sort(([a], [b]) => compareStrings(a, b));
  return `{${entries.map(([name, member]) => `${jsonString(name)}:${marshal(type, member)}`).join(',')}}`;
}

function marshalScalar(type: string, value: unknown): string {
  if (type === 'string') return jsonString(textOf(value));
  if (type === 'bool') return String(value === true);
  if (type === 'int') return typeof value === 'number' || typeof value === 'bigint' ? value.toString() : '0';
  if (type === 'duration') return jsonString(formatDuration(parseDuration(textOf(value))));
  if (type === 'quantity') return jsonString(canonicalQuantity(textOf(value)));
  return goJson(value ?? null);
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function canonicalQuantity(text: string): string {
  const quantity = parseQuantity(text);
  return 'error' in quantity ? text : quantity.text;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

// A pointer to something empty is not empty; a struct never is.
function isEmpty(type: string, value: unknown): boolean {
  if (isAbsent(value)) return TYPES[type] === undefined;
  if (type.startsWith('[]')) return Array.isArray(value) && value.length === 0;
  if (type.startsWith('{}')) return isObject(value) && Object.keys(value).length === 0;
  return (type === 'string' && value === '') || (type === 'int' && value === 0) || (type === 'bool' && value === false);
}
