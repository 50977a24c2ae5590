import type { Clock } from '../../base/env/ports';

/** A limit on everything that is done under it, retries included. */
export interface Deadline {
  readonly signal: AbortSignal;
  expired(): boolean;
  /** To be called when all is done. */
  clear(): void;
}

export function startDeadline(clock: Clock, milliseconds: number): Deadline {
  const limit = new AbortController();
  const timer = clock.setTimer(milliseconds, () => limit.abort());
  return { signal: limit.signal, expired: () => limit.signal.aborted, clear: () => timer.cancel() };
}
