import { isObject } from '../../../kube/json';
import { FieldSet } from './field-set';
import { listElement } from './list-elements';
import { fieldElement } from './path-element';
import { DEDUCED, shapeOf } from './shapes';
import { setMember } from './tree';
import type { Json, JsonObject } from '../../../kube/json';
import type { TypeNode } from '../schema/type-node';
import type { ListShape, MapShape } from './shapes';

/** The object without the fields and items of the set; a map or list that loses its last becomes null. */
export function removeItems(object: JsonObject, items: FieldSet, type: TypeNode): JsonObject {
  const left = remove(object, items, type);
  return isObject(left) ? left : {};
}

function remove(value: Json, items: FieldSet, type: TypeNode): Json {
  const shape = shapeOf(type, value);
  if (shape.kind === 'scalar') return value;
  if (shape.atomic) return null;
  if (shape.kind === 'map') return isObject(value) ? removeFields(value, items, shape) : null;
  return Array.isArray(value) ? removeFromList(value, items, shape) : null;
}

function removeFields(object: JsonObject, items: FieldSet, shape: MapShape): Json {
  const left: JsonObject = {};
  for (const [key, value] of Object.entries(object)) {
    const entry = items.find(fieldElement(key));
    if (entry?.member === true) continue;
    setMember(left, key, entry?.below === undefined ? value : remove(value, entry.below, shape.child(key) ?? DEDUCED));
  }
  return Object.keys(left).length === 0 ? null : left;
}

function removeFromList(list: readonly Json[], items: FieldSet, shape: ListShape): Json {
  const left = list.flatMap((item) => {
    const element = listElement(item, shape.type);
    const entry = typeof element === 'string' ? undefined : items.find(element);
    if (entry?.member === true) return [];
    return [entry?.below === undefined ? item : remove(item, entry.below, shape.type.item)];
  });
  return left.length === 0 ? null : left;
}
