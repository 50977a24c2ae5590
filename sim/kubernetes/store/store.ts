import type { Clock } from '../../../base/env/ports';
import type { KubeObject } from '../../../kube/meta';
import { Cell } from './cell';
import { Collection, DEFAULT_HISTORY, type HistoryLimits } from './collection';

export interface Change {
  readonly collection: string;
  readonly key: string;
  /** The state that the change was made from; undefined when there was no object. Anything else there now refuses the change. */
  readonly from: Cell | undefined;
  /** The new object without its resourceVersion, which the store sets; undefined deletes. */
  readonly object: KubeObject | undefined;
}

export type Listener = (collection: string, cell: Cell) => void;

/** A point to come back to. It shares everything with the store until either side changes. */
export interface Snapshot {
  readonly revision: number;
  readonly collections: ReadonlyMap<string, Collection>;
}

export interface StoreOptions {
  readonly clock: Clock;
  /** @default DEFAULT_HISTORY */
  readonly history?: HistoryLimits;
  /** Where to begin. @default an empty store */
  readonly from?: Snapshot;
}

/**
 * etcd's vocabulary in memory: a journal that appends by compare-and-swap under one growing revision, and a view of it per
 * collection that is read synchronously.
 */
export class Store {
  readonly #clock: Clock;
  readonly #history: HistoryLimits;
  #collections = new Map<string, Collection>();
  readonly #listeners = new Set<Listener>();
  readonly #resetListeners = new Set<() => void>();
  #revision: number;
  // What a collection that nobody wrote to yet cannot show.
  #forgotten: number;

  constructor({ clock, history = DEFAULT_HISTORY, from }: StoreOptions) {
    this.#clock = clock;
    this.#history = history;
    this.#revision = from?.revision ?? 1;
    this.#forgotten = from?.revision ?? 0;
    this.#adopt(from);
  }

  /** Of the last change. */
  get revision(): number {
    return this.#revision;
  }

  collection(name: string): Collection {
    const known = this.#collections.get(name);
    if (known !== undefined) return known;
    const made = Collection.empty(this.#forgotten);
    this.#collections.set(name, made);
    return made;
  }

  /** The names of all collections that were ever asked for. */
  get collectionNames(): readonly string[] {
    return [...this.#collections.keys()];
  }

  /** Undefined when `change.from` is not what is there any more. */
  commit({ collection: name, key, from, object }: Change): Cell | undefined {
    const collection = this.collection(name);
    const head = collection.head(key);
    if ((head?.deleted === true ? undefined : head) !== from) return undefined;
    if (object === undefined && from === undefined) return undefined;
    this.#revision++;
    const state = object ?? from?.object ?? {};
    const stamped = { ...state, metadata: { ...state.metadata, resourceVersion: String(this.#revision) } };
    const cell = new Cell(key, this.#revision, stamped, { deleted: object === undefined, previous: head });
    collection.append(cell, this.#clock.now(), this.#history);
    for (const listener of this.#listeners) listener(name, cell);
    return cell;
  }

  /** Called at once with every change. Returns how to stop. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Called after a restore: everything derived from the contents has to be derived again. Returns how to stop. */
  onReset(listener: () => void): () => void {
    this.#resetListeners.add(listener);
    return () => this.#resetListeners.delete(listener);
  }

  snapshot(): Snapshot {
    const forks = [...this.#collections].map(([name, collection]): [string, Collection] => [name, collection.fork(this.#revision)]);
    return { revision: this.#revision, collections: new Map(forks) };
  }

  /** Puts the contents back. The revision moves on, never back, so that clients who saw later states read everything anew. */
  restore(snapshot: Snapshot): void {
    this.#revision = Math.max(this.#revision, snapshot.revision) + 1;
    this.#forgotten = this.#revision;
    this.#adopt(snapshot);
    for (const listener of this.#resetListeners) listener();
  }

  #adopt(snapshot: Snapshot | undefined): void {
    const collections = [...(snapshot?.collections ?? [])];
    this.#collections = new Map(collections.map(([name, collection]) => [name, collection.fork(this.#revision)]));
  }
}
