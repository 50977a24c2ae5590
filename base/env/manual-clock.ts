import type { Clock, Effects } from './ports';

export interface ManualClock extends Clock {
  /**
   * Moves time forward by so many milliseconds. Timers that fall due run in the order of their times (of equal ones, in the order they
   * were set), each at its own time and each followed by a wait for quiet: no effect pending, no microtask left, no timer due.
   */
  advance(milliseconds: number): Promise<void>;
  /** Waits for quiet without moving. */
  settle(): Promise<void>;
}

export interface ManualClockOptions {
  /** Milliseconds since 1970. */
  readonly start: number;
  /** Resolves when every microtask has run: a turn of the event loop. */
  readonly turn: () => Promise<void>;
  readonly effects?: Pick<Effects, 'pending'>;
}

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is advanced. Timers of no delay need no advance: they run at the next turn. */
export function manualClock({ start, turn, effects = { pending: 0 } }: ManualClockOptions): ManualClock {
  let now = start;
  let order = 0;
  let moving = Promise.resolve();
  let turnAsked = false;
  const timers = new TimerHeap();

  const runDue = (): boolean => {
    const due = timers.peek();
    if (due === undefined || due.at > now) return false;
    timers.pop();
    due.callback();
    return true;
  };
  const settle = async (): Promise<void> => {
    do await turn();
    while (runDue() || effects.pending > 0);
  };
  const runSoon = (): void => {
    if (turnAsked) return;
    turnAsked = true;
    void turn().then(() => {
      turnAsked = false;
      if (runDue() && (timers.peek()?.at ?? Infinity) <= now) runSoon();
    });
  };
  const moveTo = async (target: number): Promise<void> => {
    await settle();
    for (let next = timers.peek(); next !== undefined && next.at <= target; next = timers.peek()) {
      now = Math.max(now, next.at);
      runDue();
      await settle();
    }
    now = target;
  };

  return {
    now: () => now,
    setTimer(delay, callback) {
      const entry: Entry = { at: now + Math.max(0, delay), order: order++, callback };
      timers.push(entry);
      if (delay <= 0) runSoon();
      return { cancel: () => timers.remove(entry) };
    },
    settle,
    advance(milliseconds) {
      if (!(milliseconds >= 0)) throw new RangeError(`a clock moves forward only, not by ${milliseconds} ms`);
      moving = moving.then(() => moveTo(now + milliseconds));
      return moving;
    },
  };
}

/** Timers by time, then by the order they were set. A cancelled one stays inside until it comes up. */
class TimerHeap {
  private readonly entries: Entry[] = [];
  private readonly live = new Set<Entry>();

  push(entry: Entry): void {
    this.live.add(entry);
    let at = this.entries.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.swapUnlessOrdered(parent, at)) return;
      at = parent;
    }
  }

  peek(): Entry | undefined {
    while (this.entries[0] !== undefined && !this.live.has(this.entries[0])) this.removeTop();
    return this.entries[0];
  }

  pop(): void {
    const top = this.peek();
    if (top === undefined) return;
    this.live.delete(top);
    this.removeTop();
  }

  remove(entry: Entry): void {
    this.live.delete(entry);
  }

  private removeTop(): void {
    const last = this.entries.pop();
    if (last === undefined || this.entries.length === 0) return;
    this.entries[0] = last;
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const smaller = this.ordered(right, left) ? right : left;
      if (!this.swapUnlessOrdered(at, smaller)) return;
      at = smaller;
    }
  }

  private swapUnlessOrdered(first: number, second: number): boolean {
    const [a, b] = [this.entries[first], this.entries[second]];
    if (a === undefined || b === undefined || before(a, b)) return false;
    this.entries[first] = b;
    this.entries[second] = a;
    return true;
  }

  private ordered(first: number, second: number): boolean {
    const [a, b] = [this.entries[first], this.entries[second]];
    return a !== undefined && (b === undefined || before(a, b));
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.at === b.at ? a.order < b.order : a.at < b.at;
}
