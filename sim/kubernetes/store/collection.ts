import BTree from 'sorted-btree';
import { type Cell, cellAt } from './cell';

export interface HistoryLimits {
  /** States kept per collection. */
  readonly count: number;
  /** Estimated bytes of past states kept per collection. */
  readonly bytes: number;
  /** Milliseconds that a past state is kept. */
  readonly age: number;
}

/** etcd keeps five minutes; count and bytes keep a busy laboratory small. */
export const DEFAULT_HISTORY: HistoryLimits = { count: 20_000, bytes: 64 << 20, age: 5 * 60_000 };

// What a state is taken to weigh before anybody encoded it.
const UNKNOWN_SIZE = 1024;

interface Entry {
  readonly cell: Cell;
  readonly time: number;
  /** Of the state that this one replaced: what the history costs. */
  readonly weight: number;
}

/** The objects of one resource in the order of their keys, with their recent past. */
export class Collection {
  readonly #log: Entry[] = [];
  #first = 0;
  #bytes = 0;
  #revision = 0;

  constructor(
    private readonly tree: BTree<string, Cell>,
    /** Nothing older than this revision can be read any more. */
    private compactedAt: number,
    private live: number,
  ) {}

  static empty(compacted: number): Collection {
    return new Collection(new BTree<string, Cell>(undefined, byCodeUnit), compacted, 0);
  }

  get compacted(): number {
    return this.compactedAt;
  }

  /** Of its last change; 0 before the first one in this store. */
  get revision(): number {
    return this.#revision;
  }

  /** How many objects there are. */
  get size(): number {
    return this.live;
  }

  /** Shares everything until either side changes; the copy has no history. */
  fork(revision: number): Collection {
    return new Collection(this.tree.clone(), revision, this.live);
  }

  /** The newest state, which may be a tombstone. */
  head(key: string): Cell | undefined {
    return this.tree.get(key);
  }

  get(key: string): Cell | undefined {
    const cell = this.tree.get(key);
    return cell === undefined || cell.deleted ? undefined : cell;
  }

  /** Objects whose key starts with `prefix`, from `start` on, as of `revision` (now, when absent), until `visit` returns false. */
  scan(range: { readonly prefix: string; readonly start?: string; readonly revision?: number }, visit: (cell: Cell) => boolean): void {
    const { prefix, revision } = range;
    const low = range.start !== undefined && range.start > prefix ? range.start : prefix;
    for (const [key, head] of this.tree.entries(low, [])) {
      if (!key.startsWith(prefix)) return;
      const cell = revision === undefined ? head : cellAt(head, revision);
      if (cell !== undefined && !cell.deleted && !visit(cell)) return;
    }
  }

  append(cell: Cell, now: number, limits: HistoryLimits): void {
    const weight = weightOf(cell.previous);
    this.#bytes += weight;
    this.#compact(now, limits);
    this.tree.set(cell.key, cell);
    this.#revision = cell.revision;
    this.live += (cell.deleted ? 0 : 1) - (cell.previous === undefined || cell.previous.deleted ? 0 : 1);
    this.#log.push({ cell, time: now, weight });
  }

  /** States younger than `revision`, oldest first; undefined when some of them are forgotten. */
  since(revision: number): readonly Cell[] | undefined {
    if (revision < this.compactedAt) return undefined;
    const log = this.#log;
    if (this.#first === log.length || (log.at(-1)?.cell.revision ?? 0) <= revision) return [];
    let [low, high] = [this.#first, log.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((log[middle]?.cell.revision ?? 0) > revision) high = middle;
      else low = middle + 1;
    }
    return log.slice(low).map((entry) => entry.cell);
  }

  #compact(now: number, { count, bytes, age }: HistoryLimits): void {
    const log = this.#log;
    while (this.#first < log.length) {
      const entry = log[this.#first];
      if (entry === undefined || (log.length - this.#first < count && this.#bytes <= bytes && now - entry.time <= age)) break;
      this.#forget(entry);
      this.#first++;
    }
    if (this.#first > 1024 && this.#first * 2 > log.length) {
      log.splice(0, this.#first);
      this.#first = 0;
    }
  }

  #forget({ cell, weight }: Entry): void {
    this.compactedAt = cell.revision;
    this.#bytes -= weight;
    cell.previous = undefined;
    if (cell.deleted && this.tree.get(cell.key) === cell) this.tree.delete(cell.key);
  }
}

function weightOf(cell: Cell | undefined): number {
  if (cell === undefined) return 0;
  for (const bytes of cell.encodings.values()) return bytes.length;
  return UNKNOWN_SIZE;
}

function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
