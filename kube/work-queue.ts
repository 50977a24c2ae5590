import type { Clock, Timer } from '../base/env/ports';
import type { RateLimiter } from './rate-limiter';

/** client-go's rate-limited work queue of keys: an item waits once however often it is added, and is processed by one worker at a time. */
export interface WorkQueue {
  /** While it is processed the item is only marked: it comes back when `done` is called. */
  add(item: string): void;
  /** Adds later; of several waits for one item the earliest counts. */
  addAfter(item: string, milliseconds: number): void;
  /** Adds after what the limiter says, counting a failure. */
  addRateLimited(item: string): void;
  forget(item: string): void;
  requeues(item: string): number;
  /** The next item, or undefined once the queue is shut down and empty. Every item got must be given to `done`. */
  get(): Promise<string | undefined>;
  done(item: string): void;
  /** Waiting to be got. */
  readonly length: number;
  readonly shuttingDown: boolean;
  /** Takes no more items; what is queued is still handed out. */
  shutDown(): void;
  /** Shuts down and resolves when everything queued and in process is done. */
  drain(): Promise<void>;
}

interface Wait {
  readonly readyAt: number;
  readonly timer: Timer;
}

export function createWorkQueue(clock: Clock, limiter: RateLimiter): WorkQueue {
  // A set keeps the order of insertion, so it is the queue and the test for double entries in one.
  const queue = new Set<string>();
  const processing = new Set<string>();
  const again = new Set<string>();
  const waits = new Map<string, Wait>();
  const getters: ((item: string | undefined) => void)[] = [];
  const drained: (() => void)[] = [];
  let down = false;

  const handOut = (item: string): string => {
    queue.delete(item);
    processing.add(item);
    return item;
  };
  const enqueue = (item: string): void => {
    const getter = getters.shift();
    if (getter === undefined) queue.add(item);
    else getter(handOut(item));
  };
  const add = (item: string): void => {
    if (down) return;
    if (processing.has(item)) again.add(item);
    else if (!queue.has(item)) enqueue(item);
  };
  const addAfter = (item: string, milliseconds: number): void => {
    if (down) return;
    if (milliseconds <= 0) {
      add(item);
      return;
    }
    const readyAt = clock.now() + milliseconds;
    const waiting = waits.get(item);
    if (waiting !== undefined && waiting.readyAt <= readyAt) return;
    waiting?.timer.cancel();
    const timer = clock.setTimer(milliseconds, () => {
      waits.delete(item);
      add(item);
    });
    waits.set(item, { readyAt, timer });
  };
  const settle = (): void => {
    if (queue.size > 0 || processing.size > 0) return;
    for (const resolve of drained.splice(0)) resolve();
  };
  const shutDown = (): void => {
    down = true;
    for (const { timer } of waits.values()) timer.cancel();
    waits.clear();
    for (const resolve of getters.splice(0)) resolve(undefined);
  };

  return {
    add,
    addAfter,
    addRateLimited: (item) => addAfter(item, limiter.when(item)),
    forget: (item) => limiter.forget(item),
    requeues: (item) => limiter.requeues(item),
    get() {
      const [next] = queue;
      if (next !== undefined) return Promise.resolve(handOut(next));
      if (down) return Promise.resolve(undefined);
      return new Promise((resolve) => getters.push(resolve));
    },
    done(item) {
      processing.delete(item);
      // As in client-go, what was added while it was processed is still done after a shut-down.
      if (again.delete(item)) enqueue(item);
      settle();
    },
    get length() {
      return queue.size;
    },
    get shuttingDown() {
      return down;
    },
    shutDown,
    drain() {
      shutDown();
      return new Promise((resolve) => {
        drained.push(resolve);
        settle();
      });
    },
  };
}
