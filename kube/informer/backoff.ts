import type { Clock, RandomStream } from '../../base/env/ports';

export interface Backoff {
  /** Milliseconds to wait before the next attempt. */
  next(): number;
}

// As client-go's reflectors: 0.8 s doubled to 30 s, each stretched by up to its own length, from the start again after a quiet 2 min.
const FIRST = 800;
const LONGEST = 30_000;
const FORGET = 120_000;
const STEPS = 1_000_000;

export function reflectorBackoff(clock: Clock, random: RandomStream): Backoff {
  let wait = FIRST;
  let last = clock.now();
  return {
    next() {
      if (clock.now() - last > FORGET) wait = FIRST;
      last = clock.now();
      const current = wait;
      wait = Math.min(wait * 2, LONGEST);
      return current * (1 + random.integer(STEPS) / STEPS);
    },
  };
}
