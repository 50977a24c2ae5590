import assert from 'node:assert/strict';
import { keyRing } from './key-ring';

describe('a key ring', () => {
  it('makes one at each call until it is full, then hands them out again in turn', () => {
    let made = 0;
    const next = keyRing(3, () => ++made);
    assert.deepEqual(Array.from({ length: 7 }, next), [1, 2, 3, 1, 2, 3, 1]);
    assert.equal(made, 3);
  });
});
