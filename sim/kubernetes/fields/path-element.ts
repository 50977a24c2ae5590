import { goJson, goPrint, goQuote } from '../../../base/go';
import { isObject } from '../../../kube/json';
import type { Json, JsonObject } from '../../../kube/json';

/**
 * One step of a field path, as structured-merge-diff knows it: a field, the keys of a map list's item, a set's value or an index.
 * Elements are interned by their text, so that equal ones usually are the same object.
 */
export type PathElement = FieldElement | KeyElement | ValueElement | IndexElement;

interface Common {
  /** As in FieldsV1: `f:labels`, `k:{"type":"Approved"}`, `v:"a"`, `i:0`. */
  readonly text: string;
  /** As in messages: `.labels`, `[type="Approved"]`, `[="a"]`, `[0]`. */
  readonly display: string;
}

export interface FieldElement extends Common {
  readonly kind: 'field';
  readonly name: string;
}

export interface KeyElement extends Common {
  readonly kind: 'key';
  /** Sorted by name. */
  readonly fields: readonly (readonly [string, Json])[];
}

export interface ValueElement extends Common {
  readonly kind: 'value';
  readonly value: Json;
}

export interface IndexElement extends Common {
  readonly kind: 'index';
  readonly index: number;
}

/** Names and keys come from clients: the table is forgotten when it grows beyond what a busy cluster repeats. */
const MAX_INTERNED = 50_000;
const interned = new Map<string, PathElement>();
const fieldsByName = new Map<string, PathElement>();

const KIND_ORDER: Readonly<Record<PathElement['kind'], number>> = { field: 0, key: 1, value: 2, index: 3 };
const INTEGER = /^[+-]?[0-9]+$/;

export function fieldElement(name: string): PathElement {
  const known = fieldsByName.get(name);
  if (known !== undefined) return known;
  const text = `f:${name}`;
  const element = interned.get(text) ?? intern({ kind: 'field', text, display: `.${name}`, name });
  fieldsByName.set(name, element);
  return element;
}

export function keyElement(keys: readonly (readonly [string, Json])[]): PathElement {
  const fields = [...keys].sort(([a], [b]) => compareText(a, b));
  const text = `k:{${fields.map(([name, value]) => `${JSON.stringify(name)}:${goJson(value)}`).join(',')}}`;
  const display = `[${fields.map(([name, value]) => `${name}=${displayValue(value)}`).join(',')}]`;
  return interned.get(text) ?? intern({ kind: 'key', text, display, fields });
}

export function valueElement(value: Json): PathElement {
  const text = `v:${goJson(value)}`;
  return interned.get(text) ?? intern({ kind: 'value', text, display: `[=${displayValue(value)}]`, value });
}

export function indexElement(index: number): PathElement {
  const text = `i:${index}`;
  return interned.get(text) ?? intern({ kind: 'index', text, display: `[${index}]`, index });
}

/** Of a FieldsV1 key; undefined for a kind of element nobody knows yet, which is skipped. Throws for a malformed one. */
export function parsePathElement(text: string): PathElement | undefined {
  const known = interned.get(text);
  if (known !== undefined) return known;
  if (text.length < 2) throw new Error('key must be 2 characters long:');
  if (text[1] !== ':') throw new Error(`missing colon: ${text}`);
  const rest = text.slice(2);
  if (text.startsWith('f')) return fieldElement(rest);
  if (text.startsWith('v')) return valueElement(JSON.parse(rest) as Json);
  if (text.startsWith('k')) return keyElement(Object.entries(keysOf(rest)));
  if (!text.startsWith('i')) return undefined;
  if (!INTEGER.test(rest)) throw new Error(`strconv.Atoi: parsing ${goQuote(rest)}: invalid syntax`);
  return indexElement(Number(rest));
}

/** Fields, then keys, then values, then indices, each in their own order. */
export function compareElements(a: PathElement, b: PathElement): number {
  if (a === b) return 0;
  if (a.kind === 'field' && b.kind === 'field') return compareText(a.name, b.name);
  if (a.kind === 'key' && b.kind === 'key') return compareKeys(a.fields, b.fields);
  if (a.kind === 'value' && b.kind === 'value') return compareValues(a.value, b.value);
  if (a.kind === 'index' && b.kind === 'index') return a.index - b.index;
  return KIND_ORDER[a.kind] - KIND_ORDER[b.kind];
}

export function pathText(path: readonly PathElement[]): string {
  return path.map(({ display }) => display).join('');
}

function intern(element: PathElement): PathElement {
  if (interned.size >= MAX_INTERNED) {
    interned.clear();
    fieldsByName.clear();
  }
  interned.set(element.text, element);
  return element;
}

function keysOf(text: string): JsonObject {
  const keys = JSON.parse(text) as Json;
  if (!isObject(keys)) throw new Error(`expected object, got ${text}`);
  return keys;
}

function compareKeys(a: KeyElement['fields'], b: KeyElement['fields']): number {
  for (const [i, [name, value]] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    const order = compareText(name, other[0]) || compareValues(value, other[1]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Numbers, strings, booleans, lists, maps, null. */
function compareValues(a: Json, b: Json): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  const rank = valueRank(a) - valueRank(b);
  if (rank !== 0) return rank;
  if (Array.isArray(a) || isObject(a)) return compareText(goJson(a), goJson(b));
  if (a === null || b === null || a === b) return 0;
  return a < b ? -1 : 1;
}

function valueRank(value: Json): number {
  if (typeof value === 'number' || typeof value === 'bigint') return 0;
  if (typeof value === 'string') return 1;
  if (typeof value === 'boolean') return 2;
  if (Array.isArray(value)) return 3;
  return value === null ? 5 : 4;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function displayValue(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return goQuote(value);
  if (Array.isArray(value)) return `[${value.map(displayValue).join(',')}]`;
  if (!isObject(value)) return goPrint(value);
  return Object.entries(value)
    .map(([key, member]) => `${key}=${displayValue(member)}`)
    .join('');
}
