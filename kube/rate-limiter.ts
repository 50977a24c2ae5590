import type { Clock } from '../base/env/ports';
import { tokenBucket } from './token-bucket';

/** How long an item waits before it is tried again. */
export interface RateLimiter {
  /** Counts one more failure and returns the wait in milliseconds. */
  when(item: string): number;
  /** The item succeeded: its count starts over. */
  forget(item: string): void;
  /** Failures counted so far. */
  requeues(item: string): number;
}

/** `base` doubled with every failure, at most `max` (milliseconds), for each item by itself. */
export function itemExponential({ base, max }: { readonly base: number; readonly max: number }): RateLimiter {
  const failures = new Map<string, number>();
  return {
    when(item) {
      const count = failures.get(item) ?? 0;
      failures.set(item, count + 1);
      return Math.min(base * 2 ** count, max);
    },
    forget: (item) => void failures.delete(item),
    requeues: (item) => failures.get(item) ?? 0,
  };
}

/** One bucket for all items: at most `qps` a second in the long run, `burst` at once. */
export function bucketLimiter(clock: Clock, rate: { readonly qps: number; readonly burst: number }): RateLimiter {
  const bucket = tokenBucket(clock, rate);
  return { when: () => bucket.reserve(), forget: () => undefined, requeues: () => 0 };
}

/** The longest wait of several limiters. */
export function longestOf(...limiters: readonly RateLimiter[]): RateLimiter {
  return {
    when: (item) => Math.max(...limiters.map((limiter) => limiter.when(item))),
    forget: (item) => limiters.forEach((limiter) => limiter.forget(item)),
    requeues: (item) => Math.max(...limiters.map((limiter) => limiter.requeues(item))),
  };
}

/** client-go's default for controllers: 5 ms to 1000 s for each item, and 10 items a second, 100 at once, over all. */
export function defaultControllerLimiter(clock: Clock): RateLimiter {
  return longestOf(itemExponential({ base: 5, max: 1_000_000 }), bucketLimiter(clock, { qps: 10, burst: 100 }));
}
