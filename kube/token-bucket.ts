import type { Clock } from '../base/env/ports';

export interface TokenBucket {
  /** Takes a token if one is there. */
  tryTake(): boolean;
  /** Takes a token that may still have to arrive, and says how many milliseconds to wait for it. */
  reserve(): number;
}

/** golang.org/x/time/rate: starts full with `burst` tokens, refilled at `qps` a second. */
export function tokenBucket(clock: Clock, { qps, burst }: { readonly qps: number; readonly burst: number }): TokenBucket {
  let tokens = burst;
  let last = clock.now();
  const refill = (): void => {
    const now = clock.now();
    tokens = Math.min(burst, tokens + (Math.max(0, now - last) / 1000) * qps);
    last = now;
  };
  return {
    tryTake() {
      refill();
      if (tokens < 1) return false;
      tokens--;
      return true;
    },
    reserve() {
      refill();
      tokens--;
      return tokens >= 0 ? 0 : (-tokens / qps) * 1000;
    },
  };
}
