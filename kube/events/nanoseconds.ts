import type { Clock } from '../../base/env/ports';

const last = new WeakMap<Clock, bigint>();

/**
 * Nanoseconds since 1970, never the same twice from one clock: event names are made of them, and a clock that is coarse or stands still
 * would give two events of one object the same name.
 */
export function distinctNanoseconds(clock: Clock): bigint {
  const now = clock.now();
  const whole = Math.floor(now);
  const exact = BigInt(whole) * 1_000_000n + BigInt(Math.round((now - whole) * 1_000_000));
  const previous = last.get(clock);
  const distinct = previous !== undefined && exact <= previous ? previous + 1n : exact;
  last.set(clock, distinct);
  return distinct;
}
