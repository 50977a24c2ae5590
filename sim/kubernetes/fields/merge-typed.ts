import { isObject } from '../../../kube/json';
import { addressedItems } from './list-elements';
import { DEDUCED, shapeOf } from './shapes';
import { member, setMember } from './tree';
import type { Json, JsonObject } from '../../../kube/json';
import type { TypeNode } from '../schema/type-node';
import type { ListShape, MapShape } from './shapes';

type Value = Json | undefined;

/** `live` with everything that `config` says, as apply merges it: nothing is removed, and lists are ordered by both. */
export function mergeTyped(live: JsonObject, config: JsonObject, type: TypeNode): JsonObject {
  const merged = merge(live, config, type);
  return isObject(merged) ? merged : {};
}

function merge(live: Value, config: Value, type: TypeNode): Value {
  if (config === undefined || live === config) return live;
  if (live === undefined) return config;
  const shape = shapeOf(type, config);
  if (shape.kind === 'scalar' || shape.atomic) return config;
  if (shape.kind === 'map') return mergeFields(live, config, shape);
  return mergeItems(live, config, shape);
}

function mergeFields(live: Json, config: Json, shape: MapShape): Json {
  const [before, after] = [isObject(live) ? live : {}, isObject(config) ? config : {}];
  if (Object.keys(before).length === 0 && Object.keys(after).length === 0) return config;
  const merged: JsonObject = { ...before };
  for (const [key, value] of Object.entries(after)) {
    setMember(merged, key, merge(member(before, key), value, shape.child(key) ?? DEDUCED) ?? null);
  }
  return merged;
}

function mergeItems(live: Json, config: Json, shape: ListShape): Json {
  const [before, after] = [Array.isArray(live) ? live : [], Array.isArray(config) ? config : []];
  if (before.length === 0 && after.length === 0) return config;
  return new ListMerge(before, after, shape).run();
}

/**
 * structured-merge-diff's order: the configured order rules; items of the live list alone keep their place between their neighbours. The
 * walk goes through both lists at once and waits, on the live side, for the next item that both have.
 */
class ListMerge {
  private readonly live: readonly Addressed[];
  private readonly config: readonly Addressed[];
  private readonly liveItems: ReadonlyMap<string, Json>;
  private readonly configItems: ReadonlyMap<string, Json>;
  private readonly shared: string[];
  private readonly taken = new Set<string>();
  private readonly merged: Json[] = [];

  constructor(
    live: readonly Json[],
    config: readonly Json[],
    private readonly shape: ListShape,
  ) {
    this.live = addressed(live, shape);
    this.config = addressed(config, shape);
    this.liveItems = itemsByText(this.live);
    this.configItems = itemsByText(this.config);
    this.shared = this.config.map(({ text }) => text).filter((text) => this.liveItems.has(text));
  }

  run(): Json[] {
    let [l, c] = [0, 0];
    while (l < this.live.length || c < this.config.length) {
      const [live, config] = [this.live[l], this.config[c]];
      if (live !== undefined && config !== undefined) {
        if (live.text === config.text) {
          this.take(config);
          this.shared.shift();
          l++;
          c++;
          continue;
        }
        if (this.configItems.has(live.text) && this.shared[0] !== undefined && this.shared[0] !== live.text) {
          l++;
          continue;
        }
      }
      if (live !== undefined && !this.configItems.has(live.text)) {
        this.merged.push(live.item);
        l++;
        continue;
      }
      if (live !== undefined && this.taken.has(live.text)) l++;
      if (config === undefined) continue;
      this.take(config);
      if (this.shared[0] === config.text) this.shared.shift();
      c++;
    }
    return this.merged;
  }

  private take({ text, item }: Addressed): void {
    this.taken.add(text);
    const merged = merge(this.liveItems.get(text), item, this.shape.type.item);
    if (merged !== undefined) this.merged.push(merged);
  }
}

interface Addressed {
  readonly text: string;
  readonly item: Json;
}

function addressed(list: readonly Json[], shape: ListShape): readonly Addressed[] {
  return addressedItems(list, shape.type).map(({ element, item }) => ({ text: element.text, item }));
}

/** Items that share an address are not merged with what replaces them. */
function itemsByText(items: readonly Addressed[]): ReadonlyMap<string, Json> {
  const byText = new Map<string, Json>();
  for (const { text, item } of items) byText.set(text, byText.has(text) ? null : item);
  return byText;
}
