import assert from 'node:assert/strict';
import { without } from './objects';

describe('an object without some members', () => {
  it('keeps the others in their order and the object itself as it was', () => {
    const object = { c: 1, a: 2, b: 3 };
    assert.deepEqual(Object.entries(without(object, 'a')), [
      ['c', 1],
      ['b', 3],
    ]);
    assert.deepEqual(object, { c: 1, a: 2, b: 3 });
  });

  it('takes a member named __proto__ for data', () => {
    const object = JSON.parse('{"__proto__":{"x":1},"a":2}') as { readonly a: number };
    assert.equal(JSON.stringify(without(object, 'a')), '{"__proto__":{"x":1}}');
    assert.equal((without(object, 'a') as { readonly x?: number }).x, undefined);
  });
});
