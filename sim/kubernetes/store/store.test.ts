import assert from 'node:assert/strict';
import { manualClock } from '../../../base/env/manual-clock';
import { turn } from '../../../base/env/node/turn';
import type { Cell } from './cell';
import { Store, type StoreOptions } from './store';

const clock = manualClock({ start: 0, turn });

function storeWith(names: readonly string[], options: Partial<StoreOptions> = {}): Store {
  const store = new Store({ clock, ...options });
  for (const name of names) put(store, name);
  return store;
}

function put(store: Store, key: string, data = ''): Cell | undefined {
  const from = store.collection('things').get(key);
  return store.commit({ collection: 'things', key, from, object: { metadata: { name: key, labels: { data } } } });
}

function remove(store: Store, key: string): Cell | undefined {
  return store.commit({ collection: 'things', key, from: store.collection('things').get(key), object: undefined });
}

function keys(store: Store, range: { prefix?: string; start?: string; revision?: number } = {}): string[] {
  const found: string[] = [];
  store
    .collection('things')
    .scan({ prefix: '', ...range }, (cell) => found.push(`${cell.key}${cell.object.metadata?.labels?.data ?? ''}`) > 0);
  return found;
}

describe('the store', () => {
  it('gives each change the next revision and writes it into the object', () => {
    const store = storeWith([]);
    const before = store.revision;
    assert.equal(put(store, 'a')?.object.metadata?.resourceVersion, String(before + 1));
    assert.equal(remove(store, 'a')?.object.metadata?.resourceVersion, String(before + 2));
    assert.equal(store.revision, before + 2);
  });

  it('refuses a change that was made from a state that is gone', () => {
    const store = storeWith(['a']);
    const stale = store.collection('things').get('a');
    put(store, 'a', '1');
    assert.equal(store.commit({ collection: 'things', key: 'a', from: stale, object: {} }), undefined);
    assert.equal(store.commit({ collection: 'things', key: 'a', from: undefined, object: {} }), undefined);
    assert.deepEqual(keys(store), ['a1']);
  });

  it('lists in the order of keys, from anywhere, below a prefix', () => {
    const store = storeWith(['b/2', 'a/1', 'b/1', 'c/1']);
    assert.deepEqual(keys(store), ['a/1', 'b/1', 'b/2', 'c/1']);
    assert.deepEqual(keys(store, { prefix: 'b/' }), ['b/1', 'b/2']);
    assert.deepEqual(keys(store, { prefix: 'b/', start: 'b/1\0' }), ['b/2']);
  });

  it('shows what there was at an older revision', () => {
    const store = storeWith(['a', 'b']);
    const { revision } = store;
    put(store, 'a', '1');
    remove(store, 'b');
    put(store, 'c');
    assert.deepEqual(keys(store, { revision }), ['a', 'b']);
    assert.deepEqual(keys(store), ['a1', 'c']);
  });

  it('tells what happened since a revision', () => {
    const store = storeWith(['a']);
    const { revision } = store;
    put(store, 'a', '1');
    remove(store, 'a');
    const since = store.collection('things').since(revision) ?? [];
    assert.deepEqual(
      since.map(({ key, deleted }) => [key, deleted]),
      [
        ['a', false],
        ['a', true],
      ],
    );
  });

  const limits = { count: 1000, bytes: 1 << 20, age: 1000 };
  for (const [what, history, wait] of [
    ['by count', { ...limits, count: 2 }, 0],
    ['by bytes', { ...limits, bytes: 1 }, 0],
    ['by age', { ...limits, age: 10 }, 100],
  ] as const) {
    it(`forgets the past ${what}, and deleted objects with it`, async () => {
      const store = storeWith(['a', 'b', 'c'], { history });
      const { revision } = store;
      remove(store, 'a');
      await clock.advance(wait);
      for (const data of ['1', '2', '3']) put(store, 'b', data);
      await clock.advance(wait);
      put(store, 'c', '1');
      assert.ok(store.collection('things').compacted > revision);
      assert.equal(store.collection('things').since(revision), undefined);
      assert.equal(store.collection('things').head('a'), undefined);
      assert.deepEqual(keys(store), ['b3', 'c1']);
    });
  }

  it('begins where another one is, and leaves it alone', () => {
    const store = storeWith(['a', 'b']);
    const fork = new Store({ clock, from: store.snapshot() });
    put(fork, 'a', '1');
    remove(fork, 'b');
    put(store, 'c');
    assert.deepEqual(keys(store), ['a', 'b', 'c']);
    assert.deepEqual(keys(fork), ['a1']);
    assert.equal(fork.collection('things').size, 1);
  });

  it('comes back to a snapshot under a new revision and tells those who derive from it', () => {
    const store = storeWith(['a']);
    const snapshot = store.snapshot();
    put(store, 'a', '1');
    put(store, 'b');
    const { revision } = store;
    let resets = 0;
    store.onReset(() => resets++);
    store.restore(snapshot);
    store.restore(snapshot);
    assert.deepEqual(keys(store), ['a']);
    assert.equal(resets, 2);
    assert.ok(store.revision > revision);
    assert.equal(store.collection('things').since(revision), undefined);
  });
});
