import { isObject } from '../../../kube/json';
import { FieldSet, fieldSetEntry } from './field-set';
import { compareElements, parsePathElement } from './path-element';
import type { Json, JsonObject } from '../../../kube/json';
import type { FieldSetEntry } from './field-set';

// Sets are immutable and shared between an object and its successors, and so are their encoded forms, which carry their set along.
const SET = Symbol('set');

interface EncodedSet extends JsonObject {
  readonly [SET]?: FieldSet;
}

/** The set as FieldsV1, in structured-merge-diff's order. Frozen by convention: it is shared. */
export function toFieldsV1(set: FieldSet): JsonObject {
  return set.memo(() => Object.defineProperty(encode(set, false), SET, { value: set }));
}

/** The set of a FieldsV1 value. Throws for what is no such value. */
export function fromFieldsV1(fields: JsonObject): FieldSet {
  return (fields as EncodedSet)[SET] ?? decode(fields).below;
}

function encode(set: FieldSet, self: boolean): JsonObject {
  const encoded: JsonObject = self ? { '.': {} } : {};
  for (const { element, member, below } of set.entries) encoded[element.text] = below === undefined ? {} : encode(below, member);
  return encoded;
}

/** A value without paths below is a path that ends there, whatever else it says. */
function decode(fields: Json): { readonly member: boolean; readonly below: FieldSet } {
  if (!isObject(fields) && fields !== null) throw new Error('expected a map of path elements');
  const entries: FieldSetEntry[] = [];
  let member = false;
  for (const [key, value] of Object.entries(fields ?? {})) {
    if (key === '.') {
      member = true;
      continue;
    }
    const element = parsePathElement(key);
    if (element === undefined) continue;
    const child = decode(value);
    const entry = fieldSetEntry(element, child.member, child.below);
    if (entry !== undefined) entries.push(entry);
  }
  if (entries.length === 0) return { member: true, below: FieldSet.empty };
  return { member, below: FieldSet.of(sorted(entries)) };
}

/** Written in order by everyone who follows the format; two spellings of one element become one. */
function sorted(entries: readonly FieldSetEntry[]): readonly FieldSetEntry[] {
  const inOrder = entries.every((entry, i) => {
    const before = entries[i - 1];
    return before === undefined || compareElements(before.element, entry.element) < 0;
  });
  if (inOrder) return entries;
  return entries.reduce((set, entry) => set.union(FieldSet.of([entry])), FieldSet.empty).entries;
}
