import { isObject } from '../../../kube/json';
import { FieldSet, fieldSetEntry } from './field-set';
import { addressedItems } from './list-elements';
import { compareElements, fieldElement } from './path-element';
import { DEDUCED, shapeOf } from './shapes';
import type { Json, JsonObject } from '../../../kube/json';
import type { TypeNode } from '../schema/type-node';
import type { FieldSetEntry } from './field-set';
import type { ListShape, MapShape } from './shapes';

interface Owned {
  /** The path to the value itself is in the set. */
  readonly member: boolean;
  readonly below: FieldSet;
}

const LEAF: Owned = { member: true, below: FieldSet.empty };
const NOTHING: Owned = { member: false, below: FieldSet.empty };

/** Every leaf and every list item that the value mentions: what whoever sends it claims. */
export function fieldSetOf(value: Json, type: TypeNode): FieldSet {
  return owned(value, type).below;
}

function owned(value: Json, type: TypeNode): Owned {
  const shape = shapeOf(type, value);
  if (shape.kind === 'scalar' || shape.atomic) return LEAF;
  if (shape.kind === 'map') return isObject(value) ? { member: false, below: ownedFields(value, shape) } : NOTHING;
  return Array.isArray(value) ? { member: false, below: ownedItems(value, shape) } : NOTHING;
}

function ownedFields(object: JsonObject, shape: MapShape): FieldSet {
  const entries = Object.entries(object).map(([key, value]) => {
    const child = owned(value, shape.child(key) ?? DEDUCED);
    const empty = value === null || (isObject(value) && Object.keys(value).length === 0);
    return fieldSetEntry(fieldElement(key), child.member || empty || !shape.declares(key), child.below);
  });
  return setOf(entries);
}

/** Items that share an address are owned as one. */
function ownedItems(list: readonly Json[], shape: ListShape): FieldSet {
  const byAddress = new Map<string, FieldSetEntry | undefined>();
  for (const { element, item } of addressedItems(list, shape.type)) {
    const repeated = byAddress.has(element.text);
    byAddress.set(element.text, fieldSetEntry(element, true, repeated ? undefined : owned(item, shape.type.item).below));
  }
  return setOf([...byAddress.values()]);
}

function setOf(entries: readonly (FieldSetEntry | undefined)[]): FieldSet {
  return FieldSet.of(entries.filter((entry) => entry !== undefined).sort((a, b) => compareElements(a.element, b.element)));
}

/** The set with every declared field on the way to a member as a member itself: what removing needs to see whole structs go. */
export function withNamedFields(set: FieldSet, type: TypeNode): FieldSet {
  return FieldSet.of(
    set.entries.map((entry) => {
      if (entry.below === undefined) return entry;
      const { element, below } = entry;
      // Deduced maps declare nothing, and null tells their shape from a list's.
      const shape = shapeOf(type, null);
      const isField = element.kind === 'field' && shape.kind === 'map';
      const inner = isField ? shape.child(element.name) : element.kind === 'key' && shape.kind === 'list' ? shape.type.item : undefined;
      const member = entry.member || (isField && shape.declares(element.name));
      return { element, member, below: withNamedFields(below, inner ?? DEDUCED) };
    }),
  );
}

/** The set after its type changed: what lay below something that has become atomic is now owned as that. */
export function reconciled(set: FieldSet, type: TypeNode): FieldSet {
  const entries = set.entries.map((entry) => reconciledEntry(entry, type));
  return entries.every((entry, i) => entry === set.entries[i]) ? set : FieldSet.of(entries);
}

function reconciledEntry(entry: FieldSetEntry, type: TypeNode): FieldSetEntry {
  if (entry.below === undefined || type.kind === 'any') return entry;
  const { element, member, below } = entry;
  const shape = shapeOf(type, null);
  const inner =
    shape.kind === 'list' ? shape.type.item : shape.kind === 'map' && element.kind === 'field' ? shape.child(element.name) : undefined;
  if (inner === undefined || inner.kind === 'any') return entry;
  const innerShape = shapeOf(inner, null);
  if (innerShape.kind !== 'scalar' && innerShape.atomic) return { element, member: true };
  const settled = reconciled(below, inner);
  return settled === below ? entry : { element, member, below: settled };
}
