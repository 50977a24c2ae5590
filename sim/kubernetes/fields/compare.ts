import { isObject } from '../../../kube/json';
import { FieldSetBuilder } from './field-set-builder';
import { addressedItems } from './list-elements';
import { fieldElement } from './path-element';
import { DEDUCED, shapeOf } from './shapes';
import { member, sameJson } from './tree';
import type { Json, JsonObject } from '../../../kube/json';
import type { TypeNode } from '../schema/type-node';
import type { FieldPath, FieldSet } from './field-set';
import type { PathElement } from './path-element';
import type { ListShape, MapShape, Shape } from './shapes';

/** No path is in more than one of the three. */
export interface Comparison {
  readonly removed: FieldSet;
  readonly modified: FieldSet;
  readonly added: FieldSet;
}

type Value = Json | undefined;

/** What changed from `before` to `after`, both of `type`. */
export function compareTyped(before: Json, after: Json, type: TypeNode): Comparison {
  const walk = new ComparingWalk();
  walk.compare(before, after, type, []);
  return { removed: walk.removed.build(), modified: walk.modified.build(), added: walk.added.build() };
}

class ComparingWalk {
  readonly removed = new FieldSetBuilder();
  readonly modified = new FieldSetBuilder();
  readonly added = new FieldSetBuilder();

  compare(before: Value, after: Value, type: TypeNode, path: FieldPath): void {
    if (before === after) return;
    const [was, is] = [shapeOf(type, before), shapeOf(type, after)];
    // Where a deduced type changed its shape, both have their say.
    if (before !== undefined && after !== undefined && was.kind !== is.kind) this.visit(was, { before, after, path });
    const leaf = this.visit(after === undefined ? was : is, { before, after, path });
    if (leaf) return;
    if (before === undefined) this.added.add(path);
    else if (after === undefined) this.removed.add(path);
  }

  /** Whether it was a leaf, compared as a whole. */
  private visit(shape: Shape, { before, after, path }: Pair): boolean {
    if (shape.kind === 'scalar' || shape.atomic || (isEmpty(before, shape) && isEmpty(after, shape))) {
      this.leaf({ before, after, path });
      return true;
    }
    if (shape.kind === 'map') this.fields(objectOf(before), objectOf(after), shape, path);
    else this.items(listOf(before), listOf(after), shape, path);
    return false;
  }

  private leaf({ before, after, path }: Pair): void {
    if (before === undefined) this.added.add(path);
    else if (after === undefined) this.removed.add(path);
    else if (!sameJson(before, after)) this.modified.add(path);
  }

  private fields(before: JsonObject, after: JsonObject, shape: MapShape, path: FieldPath): void {
    for (const key of Object.keys(before)) this.field(before, after, shape, { key, path });
    for (const key of Object.keys(after)) if (!Object.hasOwn(before, key)) this.field(before, after, shape, { key, path });
  }

  private field(before: JsonObject, after: JsonObject, shape: MapShape, { key, path }: { key: string; path: FieldPath }): void {
    const was = member(before, key);
    const is = member(after, key);
    if (was !== is) this.compare(was, is, shape.child(key) ?? DEDUCED, [...path, fieldElement(key)]);
  }

  private items(before: readonly Json[], after: readonly Json[], shape: ListShape, path: FieldPath): void {
    const [was, is] = [byAddress(before, shape), byAddress(after, shape)];
    for (const [text, element] of new Map([...was.elements, ...is.elements])) {
      const [old, now] = [was.items.get(text) ?? [], is.items.get(text) ?? []];
      const at = [...path, element];
      if (old.length <= 1 && now.length <= 1) this.compare(old[0], now[0], shape.type.item, at);
      else if (old.length >= 2 && now.length >= 2) this.repeated(old, now, at);
      else if (old.length >= 2) {
        if (now.length === 1) this.compare(undefined, now[0], shape.type.item, at);
        this.removed.add(at);
      } else {
        if (old.length === 1) this.compare(old[0], undefined, shape.type.item, at);
        this.added.add(at);
      }
    }
  }

  private repeated(before: Json[], after: Json[], path: FieldPath): void {
    if (!sameJson(before, after)) this.modified.add(path);
  }
}

interface Pair {
  readonly before: Value;
  readonly after: Value;
  readonly path: FieldPath;
}

function isEmpty(value: Value, shape: Shape): boolean {
  return shape.kind === 'map' ? Object.keys(objectOf(value)).length === 0 : listOf(value).length === 0;
}

function objectOf(value: Value): JsonObject {
  return isObject(value) ? value : {};
}

function listOf(value: Value): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function byAddress(list: readonly Json[], shape: ListShape): { elements: Map<string, PathElement>; items: Map<string, Json[]> } {
  const elements = new Map<string, PathElement>();
  const items = new Map<string, Json[]>();
  for (const { element, item } of addressedItems(list, shape.type)) {
    elements.set(element.text, element);
    const same = items.get(element.text);
    if (same === undefined) items.set(element.text, [item]);
    else same.push(item);
  }
  return { elements, items };
}
