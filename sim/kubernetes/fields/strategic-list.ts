import { goPrint } from '../../../base/go';
import { isObject } from '../../../kube/json';
import { goKind, missingMergeKey, unclassified, unexpectedType, unknownPatchType, unprocessable } from './patch-errors';
import { reflectKind } from './patch-meta';
import { member } from './tree';
import type { Json, JsonObject } from '../../../kube/json';
import type { TypeNode } from '../schema/type-node';
import type { GoKind } from './patch-errors';
import type { PatchMeta } from './patch-meta';

type List = readonly Json[];

export interface ListMerge {
  readonly live: List;
  readonly patch: List;
  /** Of the list; its type is the item's. */
  readonly meta: PatchMeta;
  /** `patch` lists what to take out. */
  readonly deletes: boolean;
  /** How two items with the same key become one. */
  readonly mergeMaps: (live: JsonObject, patch: JsonObject, type: TypeNode) => JsonObject;
}

/** What a patched list becomes: replaced unless its field says `merge`; then the patch's items come in the patch's order, the others in theirs. */
export function mergeLists({ live, patch, meta, deletes, mergeMaps }: ListMerge): List {
  if (meta.strategy !== 'merge' && !deletes) return patch;
  if (live.length === 0 && patch.length === 0) return live;
  const kind = elementKind(live, patch);
  const { mergeKey } = meta;
  if (kind !== 'map') {
    if (deletes) return live.filter((item) => !patch.includes(item));
    const merged = [...new Set([...live, ...patch])];
    return arranged({ merged, order: patch, serverOrder: live, mergeKey, kind });
  }
  if (mergeKey === '') throw unclassified(`cannot merge lists without merge key for ${reflectKind(meta.type)}`);
  const directed = applyDirectives(live, patch, mergeKey);
  const merged: Json[] = [...directed.live];
  for (const item of directed.patch) {
    const at = indexOfKey(merged, mergeKey, keyOf(item, mergeKey));
    const found = at < 0 ? undefined : merged[at];
    if (isObject(found)) merged[at] = mergeMaps(found, item, meta.type);
    else merged.push(item);
  }
  // Go looks at the live list after merging into it in place, so that a key changed by its own patch is met under its new value.
  const serverOrder = merged.slice(0, directed.live.length);
  return arranged({ merged, order: directed.patch, serverOrder, mergeKey, kind });
}

export interface ElementOrder {
  readonly merged: List;
  /** The `$setElementOrder` list. */
  readonly order: List;
  readonly live: List;
  readonly patch: List;
  readonly mergeKey: string;
}

/** The merged list with the items of the order directive in its order and the others where they stood among them. */
export function orderElements({ merged, order, live, patch, mergeKey }: ElementOrder): Json[] {
  return arranged({ merged, order, serverOrder: live, mergeKey, kind: elementKind(live, patch) });
}

/** Throws when the patched items do not all stand in the order list, in its order. */
export function checkElementOrder(patch: List, order: List, mergeKey: string): void {
  if (order.length === 0 || patch.length === 0) return;
  if (mergeKey !== '') for (const item of patch) if (!isObject(item)) throw unexpectedType('map', item);
  const kept = patch.filter((item) => !(isObject(item) && member(item, '$patch') === 'delete'));
  let [at, place] = [0, 0];
  while (at < kept.length && place < order.length) {
    const item = kept[at] ?? null;
    if (isObject(item) && Object.hasOwn(item, '$patch')) at++;
    else if (sameElement(item, order[place++] ?? null, mergeKey)) at++;
  }
  if (at >= kept.length) return;
  throw unclassified(`The order in patch list:\n${goPrint(patch)}\n doesn't match $setElementOrder list:\n${goPrint(order)}\n`);
}

function sameElement(a: Json, b: Json, mergeKey: string): boolean {
  return mergeKey === '' ? a === b : keyOf(a, mergeKey) === keyOf(b, mergeKey);
}

/** Carries out the items that are directives: deletes from `live`, or empties it for a replacement. */
function applyDirectives(live: List, patch: List, mergeKey: string): { live: List; patch: readonly JsonObject[] } {
  let kept = live;
  let replaces = false;
  const plain: JsonObject[] = [];
  for (const item of patch.filter(isObject)) {
    const directive = member(item, '$patch');
    if (directive === undefined) plain.push(item);
    else if (directive === 'delete') kept = withoutKey(kept, mergeKey, keyOf(item, mergeKey));
    else if (directive === 'replace') replaces = true;
    else if (directive === 'merge') throw unclassified('merging lists cannot yet be specified in the patch');
    else throw unknownPatchType(directive, item);
  }
  return replaces ? { live: plain, patch: [] } : { live: kept, patch: plain };
}

function withoutKey(list: List, mergeKey: string, value: Json): List {
  return list.filter((item) => !(isObject(item) && member(item, mergeKey) === value));
}

interface Arrangement {
  readonly merged: List;
  readonly order: List;
  readonly serverOrder: List;
  readonly mergeKey: string;
  readonly kind: GoKind;
}

/** Items of `order` first in its order, the others slipped in before the first ordered item that stood behind them in `serverOrder`. */
function arranged({ merged, order, serverOrder, mergeKey, kind }: Arrangement): Json[] {
  if (kind === 'map') for (const item of [...merged, ...order]) keyOf(item, mergeKey);
  const identity = (item: Json): Json => (kind === 'map' && isObject(item) ? (member(item, mergeKey) ?? null) : item);
  const placesIn = (list: List) => {
    const places = new Map<Json, number>();
    list.forEach((item, i) => {
      if (!places.has(identity(item))) places.set(identity(item), i);
    });
    return (item: Json) => places.get(identity(item)) ?? -1;
  };
  const [ordered, served] = [placesIn(order), placesIn(serverOrder)];
  const patched = insertionSorted(
    merged.filter((item) => ordered(item) >= 0),
    ordered,
  );
  const others = insertionSorted(
    merged.filter((item) => ordered(item) < 0),
    served,
  );
  return interleaved(others, patched, served);
}

/** Go's comparison says "before" whenever one of the two has no place, so such items come out in the order of an insertion sort: reversed. */
function insertionSorted(list: List, place: (item: Json) => number): List {
  const sorted: Json[] = [];
  for (const item of list) {
    const own = place(item);
    const before = (other: Json) => own < 0 || place(other) < 0 || own < place(other);
    let at = sorted.length;
    while (at > 0 && before(sorted[at - 1] ?? null)) at--;
    sorted.splice(at, 0, item);
  }
  return sorted;
}

function interleaved(others: List, patched: List, served: (item: Json) => number): Json[] {
  const result: Json[] = [];
  let next = 0;
  for (const item of patched) {
    while (next < others.length && stoodBefore(others[next] ?? null, item, served)) result.push(others[next++] ?? null);
    result.push(item);
  }
  return [...result, ...others.slice(next)];
}

function stoodBefore(other: Json, item: Json, served: (item: Json) => number): boolean {
  return served(other) >= 0 && served(item) >= 0 && served(other) < served(item);
}

function keyOf(item: Json, mergeKey: string): Json {
  if (!isObject(item)) throw unexpectedType('map', item);
  const value = member(item, mergeKey);
  if (value === undefined) throw missingMergeKey(item, mergeKey);
  return value;
}

function indexOfKey(list: List, mergeKey: string, value: Json): number {
  return list.findIndex((item) => isObject(item) && member(item, mergeKey) === value);
}

function elementKind(live: List, patch: List): GoKind {
  const kinds = [...live, ...patch].map(goKind);
  const [first] = kinds;
  if (first === undefined) throw unclassified('no elements in any of the given slices');
  if (first === 'slice') throw unprocessable();
  if (kinds.some((kind) => kind !== first)) {
    throw unclassified(`list element types are not identical: ${goPrint([live, patch])}`);
  }
  return first;
}
