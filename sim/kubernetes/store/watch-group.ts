import type { BodySink } from '../../../base/env/http';
import type { KubeObject } from '../../../kube/meta';
import type { Cell } from './cell';
import type { Collection } from './collection';

export type EventType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** What all watchers of a group have in common. */
export interface WatchView {
  /** Only keys that start with it. */
  readonly prefix: string;
  readonly matches: (object: KubeObject) => boolean;
  /** `first` marks a watcher's first event, which a Table watch writes differently. */
  readonly encode: (type: EventType, cell: Cell, first: boolean) => Uint8Array;
}

/** One open watch: a cursor into the collection's log. */
export class Watcher {
  /** The last revision that this watcher has seen. */
  cursor: number;
  /** Whether anything was sent; decides between first and later events. */
  started: boolean;
  /** The transport asked to wait. */
  blocked = false;
  closed = false;
  /** Called when a blocked watcher can take more. */
  onReady: () => void = () => undefined;

  constructor(
    readonly sink: BodySink,
    { cursor, started }: { readonly cursor: number; readonly started: boolean },
  ) {
    this.cursor = cursor;
    this.started = started;
  }

  send(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.started = true;
    if (this.sink.write(chunk)) return;
    this.blocked = true;
    this.sink.onDrain(() => {
      this.blocked = false;
      if (!this.closed) this.onReady();
    });
  }
}

export interface GroupCalls {
  /** The last watcher left. */
  readonly onEmpty: () => void;
  /** This watcher was too slow: what it has not seen is forgotten. */
  readonly onLaggard: (watcher: Watcher) => void;
}

/** Watchers who ask for the same thing: an event is matched and encoded once for all, and written once per turn. */
export class WatchGroup {
  readonly #watchers = new Set<Watcher>();
  #scheduled = false;

  constructor(
    private readonly collection: () => Collection,
    private readonly view: WatchView,
    private readonly calls: GroupCalls,
  ) {}

  /** The watcher gets everything after its cursor, beginning now. */
  join(watcher: Watcher): void {
    this.#watchers.add(watcher);
    watcher.onReady = () => this.#catchUp(watcher);
    this.#catchUp(watcher);
  }

  leave(watcher: Watcher): void {
    watcher.closed = true;
    if (this.#watchers.delete(watcher) && this.#watchers.size === 0) this.calls.onEmpty();
  }

  /** Something changed; it is written when the current turn of the event loop is over. */
  touch(cell: Cell): void {
    if (this.#scheduled || !cell.key.startsWith(this.view.prefix)) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    const oldest = this.#oldestCursor();
    if (oldest === undefined) return;
    const cells = this.collection().since(oldest) ?? [];
    const encoded = cells.map((cell) => ({ cell, type: this.#typeOf(cell), chunk: undefined as Uint8Array | undefined }));
    const last = cells.at(-1)?.revision;
    const shared = new Map<number, Uint8Array | undefined>();
    for (const watcher of [...this.#watchers]) {
      if (watcher.blocked || last === undefined || watcher.cursor >= last) continue;
      if (!watcher.started || watcher.cursor < this.collection().compacted) {
        this.#catchUp(watcher);
        continue;
      }
      const { cursor } = watcher;
      if (!shared.has(cursor)) {
        const chunks: Uint8Array[] = [];
        for (const event of encoded) {
          if (event.cell.revision <= cursor || event.type === undefined) continue;
          chunks.push((event.chunk ??= this.view.encode(event.type, event.cell, false)));
        }
        shared.set(cursor, joined(chunks));
      }
      const chunk = shared.get(cursor);
      watcher.cursor = last;
      if (chunk !== undefined) watcher.send(chunk);
    }
  }

  #oldestCursor(): number | undefined {
    let oldest: number | undefined;
    for (const watcher of this.#watchers)
      if (!watcher.blocked && (oldest === undefined || watcher.cursor < oldest)) oldest = watcher.cursor;
    const { compacted } = this.collection();
    return oldest === undefined ? undefined : Math.max(oldest, compacted);
  }

  #catchUp(watcher: Watcher): void {
    const cells = this.collection().since(watcher.cursor);
    if (cells === undefined) {
      this.calls.onLaggard(watcher);
      return;
    }
    for (const cell of cells) {
      if (watcher.blocked || watcher.closed) return;
      watcher.cursor = cell.revision;
      const type = this.#typeOf(cell);
      if (type !== undefined) watcher.send(this.view.encode(type, cell, !watcher.started));
    }
  }

  /** An object that starts to match is added, one that stops matching is deleted, whatever happened to it. */
  #typeOf(cell: Cell): EventType | undefined {
    if (!cell.key.startsWith(this.view.prefix)) return undefined;
    const before = cell.previous !== undefined && !cell.previous.deleted && this.view.matches(cell.previous.object);
    const after = !cell.deleted && this.view.matches(cell.object);
    if (after) return before ? 'MODIFIED' : 'ADDED';
    return before ? 'DELETED' : undefined;
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array | undefined {
  if (chunks.length < 2) return chunks[0];
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
