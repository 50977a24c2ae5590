import assert from 'node:assert/strict';
import { seededRandom } from './seeded-random';

describe('seeded random', () => {
  it('gives the same draws for the same seed, and others for another', () => {
    const draw = (seed: number): string => Buffer.from(seededRandom(seed).stream('serial', 'web').bytes(100)).toString('hex');
    assert.equal(draw(7), draw(7));
    assert.notEqual(draw(7), draw(8));
  });

  it('keeps streams apart: a draw from one changes no other', () => {
    const [quiet, busy] = [seededRandom(1), seededRandom(1)];
    busy.stream('uid').bytes(1000);
    assert.equal(quiet.stream('serial').uuid(), busy.stream('serial').uuid());
    assert.notEqual(quiet.stream('a', 'bc').uuid(), quiet.stream('ab', 'c').uuid());
  });

  it('continues a stream that is asked for again', () => {
    const random = seededRandom(1);
    assert.notEqual(random.stream('uid').uuid(), random.stream('uid').uuid());
  });

  it('makes version 4 UUIDs', () => {
    assert.match(seededRandom(1).stream('uid').uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('draws integers evenly below the bound', () => {
    const stream = seededRandom(3).stream('dice');
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 6000; i++) {
      const side = stream.integer(6);
      counts[side] = (counts[side] ?? NaN) + 1;
    }
    for (const count of counts) assert.ok(Math.abs(count - 1000) < 150, counts.join(' '));
    assert.throws(() => stream.integer(0), RangeError);
  });
});
