import type { Clock, Timer } from '../ports';

// A timer's delay is a 32-bit number of milliseconds; a longer one is waited for in steps.
const LONGEST = 2 ** 31 - 1;

/** The machine's clock; sub-millisecond so that micro-times differ. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  setTimer: (delay, callback) => startTimer(Math.max(0, delay), callback),
};

function startTimer(delay: number, callback: () => void): Timer {
  let handle: NodeJS.Timeout;
  const wait = (left: number): void => {
    handle = setTimeout(() => (left > LONGEST ? wait(left - LONGEST) : callback()), Math.min(left, LONGEST));
    handle.unref();
  };
  wait(delay);
  return { cancel: () => clearTimeout(handle) };
}
