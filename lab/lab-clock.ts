import type { ManualClock } from '../base/env/manual-clock';
import type { Clock } from '../base/env/ports';
import { milliseconds } from './duration';

export interface LabClock {
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Runs every timer that falls due within the duration (`60d`, `1h30m`), in order, and waits until quiet.
   * @throws Error when the clock is the real one
   */
  advance(duration: string): Promise<void>;
  /** Waits until nobody has anything to do at this moment. A real clock only lets others run. */
  settle(): Promise<void>;
}

export function labClock(clock: Clock, turn: () => Promise<void>): LabClock {
  return {
    now: () => clock.now(),
    advance(duration) {
      if (!isManual(clock)) throw new Error("the lab's clock is the real one, which nobody can advance: start it with { clock: 'manual' }");
      return clock.advance(milliseconds(duration));
    },
    settle: () => (isManual(clock) ? clock.settle() : turn()),
  };
}

export function isManual(clock: Clock): clock is ManualClock {
  return 'advance' in clock;
}
