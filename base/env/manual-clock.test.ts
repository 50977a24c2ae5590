import assert from 'node:assert/strict';
import { manualClock } from './manual-clock';
import { turn } from './node/turn';

describe('manual clock', () => {
  it('runs timers in the order of their times, each at its own time', async () => {
    const clock = manualClock({ start: 1000, turn });
    const seen: [string, number][] = [];
    clock.setTimer(30, () => seen.push(['late', clock.now()]));
    clock.setTimer(10, () => seen.push(['early', clock.now()]));
    clock.setTimer(10, () => seen.push(['early too', clock.now()]));
    clock.setTimer(31, () => seen.push(['never', clock.now()]));
    await clock.advance(30);
    assert.deepEqual(seen, [
      ['early', 1010],
      ['early too', 1010],
      ['late', 1030],
    ]);
    assert.equal(clock.now(), 1030);
  });

  it('lets everything a timer started finish before the next timer runs', async () => {
    const clock = manualClock({ start: 0, turn });
    const seen: string[] = [];
    clock.setTimer(1, () => {
      void Promise.resolve()
        .then(() => Promise.resolve())
        .then(() => seen.push('microtasks'));
    });
    clock.setTimer(2, () => seen.push('next timer'));
    await clock.advance(5);
    assert.deepEqual(seen, ['microtasks', 'next timer']);
  });

  it('runs timers that timers set, when they fall into the advance', async () => {
    const clock = manualClock({ start: 0, turn });
    const seen: number[] = [];
    const repeat = (): void => {
      seen.push(clock.now());
      clock.setTimer(10, repeat);
    };
    repeat();
    await clock.advance(35);
    assert.deepEqual(seen, [0, 10, 20, 30]);
  });

  it('waits for effects before it moves', async () => {
    const effects = { pending: 1 };
    const clock = manualClock({ start: 0, turn, effects });
    const advanced = clock.advance(10);
    for (let i = 0; i < 5; i++) await turn();
    assert.equal(clock.now(), 0);
    effects.pending = 0;
    await advanced;
    assert.equal(clock.now(), 10);
  });

  it('runs a timer without delay at the next turn, without an advance, and never one that was cancelled', async () => {
    const clock = manualClock({ start: 0, turn });
    const seen: string[] = [];
    clock.setTimer(0, () => seen.push('soon'));
    clock.setTimer(0, () => seen.push('cancelled')).cancel();
    clock.setTimer(0, () => seen.push('after'));
    await turn();
    await turn();
    await turn();
    assert.deepEqual(seen, ['soon', 'after']);
  });

  it('refuses to go back', () => {
    const clock = manualClock({ start: 0, turn });
    assert.throws(() => clock.advance(-1), { message: 'a clock moves forward only, not by -1 ms' });
  });
});
