import type { BodySink } from '../../../base/env/http';
import type { Store } from './store';
import { Watcher, WatchGroup, type WatchView } from './watch-group';

export interface WatchRequest {
  readonly collection: string;
  /** Everything that tells this group from another: version, media type, transform, selectors, scope. */
  readonly group: string;
  /** Made only when the group does not exist yet. */
  readonly view: () => WatchView;
  /** Events after this revision. */
  readonly after: number;
  /** Something was sent already. */
  readonly started: boolean;
  readonly sink: BodySink;
  /** Called when the watcher cannot go on: it fell behind the history, or the contents were replaced. */
  readonly onLost: () => void;
}

/** All watches of a store. */
export class WatchHub {
  readonly #groups = new Map<string, Map<string, WatchGroup>>();
  readonly #lost = new Map<Watcher, () => void>();

  constructor(private readonly store: Store) {
    store.subscribe((collection, cell) => {
      const groups = this.#groups.get(collection);
      if (groups !== undefined) for (const group of groups.values()) group.touch(cell);
    });
    store.onReset(() => {
      for (const lost of [...this.#lost.values()]) lost();
    });
  }

  /** How many watches are open. */
  get size(): number {
    return this.#lost.size;
  }

  /** Starts sending; `leave` stops. Nothing is sent before this returns unless events are waiting already. */
  open(request: WatchRequest): { readonly watcher: Watcher; leave: () => void } {
    const groups = this.#groups.get(request.collection) ?? new Map<string, WatchGroup>();
    this.#groups.set(request.collection, groups);
    const group = groups.get(request.group) ?? this.#makeGroup(request, groups);
    const watcher = new Watcher(request.sink, { cursor: request.after, started: request.started });
    this.#lost.set(watcher, request.onLost);
    group.join(watcher);
    const leave = (): void => {
      this.#lost.delete(watcher);
      group.leave(watcher);
    };
    return { watcher, leave };
  }

  #makeGroup(request: WatchRequest, groups: Map<string, WatchGroup>): WatchGroup {
    const group = new WatchGroup(() => this.store.collection(request.collection), request.view(), {
      onEmpty: () => groups.delete(request.group),
      onLaggard: (watcher) => this.#lost.get(watcher)?.(),
    });
    groups.set(request.group, group);
    return group;
  }
}
