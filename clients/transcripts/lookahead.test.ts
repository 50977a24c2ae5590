import assert from 'node:assert/strict';
import { Lookahead } from './lookahead';

describe('jobs that run ahead', () => {
  it('begin with the first that is waited for, in order, never more at once than they may', async () => {
    const ahead = new Lookahead(2);
    const log: string[] = [];
    let running = 0;
    let most = 0;
    const results = ['a', 'b', 'c', 'd'].map((name) =>
      ahead.add(async () => {
        log.push(name);
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        return name;
      }),
    );
    assert.deepEqual(log, []);
    assert.equal(await results[0]?.(), 'a');
    assert.deepEqual(await Promise.all(results.map((result) => result())), ['a', 'b', 'c', 'd']);
    assert.deepEqual([log.join(''), most], ['abcd', 2]);
  });

  it('fail where they are waited for, and hold up nobody', async () => {
    const ahead = new Lookahead(1);
    const broken = ahead.add(() => Promise.reject(new Error('broken')));
    const fine = ahead.add(() => Promise.resolve('fine'));
    await assert.rejects(broken, /broken/);
    assert.equal(await fine(), 'fine');
  });
});
