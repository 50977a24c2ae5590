import type { Clock } from '../base/env/ports';

/** Resolves after `delay` milliseconds of the clock, or at once when the signal aborts. */
export function sleep(clock: Clock, delay: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const stop = (): void => {
      timer.cancel();
      resolve();
    };
    const timer = clock.setTimer(delay, () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    });
    signal?.addEventListener('abort', stop, { once: true });
  });
}
