import assert from 'node:assert/strict';
import { manualClock } from '../base/env/manual-clock';
import { turn } from '../base/env/node/turn';
import { bucketLimiter, itemExponential, longestOf } from './rate-limiter';
import { createWorkQueue } from './work-queue';
import { runWorkers } from './workers';

const newClock = () => manualClock({ start: 0, turn });
const newQueue = (clock = newClock()) => createWorkQueue(clock, itemExponential({ base: 5000, max: 300_000 }));

describe('work queue', () => {
  it('keeps an item once however often it is added, in the order of the first addition', async () => {
    const queue = newQueue();
    for (const item of ['a', 'b', 'a', 'c', 'b']) queue.add(item);
    assert.equal(queue.length, 3);
    assert.deepEqual([await queue.get(), await queue.get(), await queue.get()], ['a', 'b', 'c']);
  });

  it('brings an item back after its processing when it was added meanwhile, and never hands it out twice at once', async () => {
    const queue = newQueue();
    queue.add('a');
    await queue.get();
    queue.add('a');
    queue.add('a');
    assert.equal(queue.length, 0);
    queue.done('a');
    assert.equal(queue.length, 1);
    assert.equal(await queue.get(), 'a');
    queue.done('a');
    assert.equal(queue.length, 0);
  });

  it('backs off each item by itself: 5, 10, 20 … 300 s, and starts over when forgotten', () => {
    const limiter = itemExponential({ base: 5000, max: 300_000 });
    const waits = Array.from({ length: 8 }, () => limiter.when('a') / 1000);
    assert.deepEqual(waits, [5, 10, 20, 40, 80, 160, 300, 300]);
    assert.equal(limiter.when('b'), 5000);
    assert.equal(limiter.requeues('a'), 8);
    limiter.forget('a');
    assert.equal(limiter.when('a'), 5000);
  });

  it('adds after the wait; of two waits for one item the earlier counts; an addition does not end the wait', async () => {
    const clock = newClock();
    const queue = newQueue(clock);
    queue.addAfter('a', 1000);
    queue.addAfter('a', 500);
    queue.addAfter('a', 2000);
    await clock.advance(499);
    assert.equal(queue.length, 0);
    await clock.advance(1);
    assert.equal(queue.length, 1);
    await queue.get();
    queue.done('a');
    await clock.advance(5000);
    assert.equal(queue.length, 0);
  });

  it('limits all items together by a bucket: ten a second after a hundred at once', () => {
    const clock = newClock();
    const limiter = longestOf(itemExponential({ base: 5, max: 1000 }), bucketLimiter(clock, { qps: 10, burst: 100 }));
    for (let i = 0; i < 100; i++) assert.equal(limiter.when(`item-${i}`), 5);
    assert.equal(limiter.when('one more'), 100);
    assert.equal(limiter.when('another'), 200);
  });

  it('retries what failed after its back-off and forgets what succeeded', async () => {
    const clock = newClock();
    const queue = newQueue(clock);
    const tries: number[] = [];
    const errors: string[] = [];
    const workers = runWorkers({
      queue,
      process: () => {
        tries.push(clock.now());
        return tries.length < 3 ? Promise.reject(new Error(`failure ${tries.length}`)) : Promise.resolve();
      },
      onError: (error, item) => errors.push(`${item}: ${String(error)}`),
    });
    queue.add('a');
    await clock.advance(60_000);
    assert.deepEqual(tries, [0, 5000, 15_000]);
    assert.deepEqual(errors, ['a: Error: failure 1', 'a: Error: failure 2']);
    assert.equal(queue.requeues('a'), 0);
    queue.shutDown();
    await workers;
  });

  it('hands out what is queued after the shut-down, takes nothing new, and is drained when all is done', async () => {
    const queue = newQueue();
    queue.add('a');
    queue.add('b');
    const first = await queue.get();
    let drained = false;
    const drain = queue.drain().then(() => (drained = true));
    queue.add('c');
    queue.addAfter('d', 1);
    assert.equal(await queue.get(), 'b');
    queue.done('b');
    await turn();
    assert.equal(drained, false);
    queue.done(first ?? '');
    await drain;
    assert.equal(await queue.get(), undefined);
  });
});
