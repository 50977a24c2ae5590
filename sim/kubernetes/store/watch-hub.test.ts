import assert from 'node:assert/strict';
import type { BodySink } from '../../../base/env/http';
import { systemClock } from '../../../base/env/node/clock';
import { turn } from '../../../base/env/node/turn';
import { Store, type StoreOptions } from './store';
import { WatchHub } from './watch-hub';

/** A client that can be told to read no more. */
class Client implements BodySink {
  readonly chunks: string[] = [];
  slow = false;
  #onDrain: () => void = () => undefined;

  write(chunk: Uint8Array): boolean {
    this.chunks.push(new TextDecoder().decode(chunk));
    return !this.slow;
  }

  end(): void {
    this.chunks.push('end');
  }

  onDrain(callback: () => void): void {
    this.#onDrain = callback;
  }

  resume(): void {
    this.slow = false;
    this.#onDrain();
  }
}

class World {
  readonly store: Store;
  readonly hub: WatchHub;
  encoded = 0;

  constructor(options: Partial<StoreOptions> = {}) {
    this.store = new Store({ clock: systemClock, ...options });
    this.hub = new WatchHub(this.store);
  }

  /** `label` selects. */
  watch(client: Client, label = '', after = this.store.revision): () => void {
    return this.hub.open({
      collection: 'things',
      group: label,
      after,
      started: false,
      sink: client,
      view: () => ({
        prefix: '',
        matches: ({ metadata }) => label === '' || metadata?.labels?.l === label,
        encode: (type, cell, first) => {
          this.encoded++;
          return new TextEncoder().encode(`${first ? 'first ' : ''}${type} ${cell.key};`);
        },
      }),
      onLost: () => client.end(),
    }).leave;
  }

  put(key: string, label = ''): void {
    const from = this.store.collection('things').get(key);
    this.store.commit({ collection: 'things', key, from, object: { metadata: { name: key, labels: { l: label } } } });
  }

  delete(key: string): void {
    this.store.commit({ collection: 'things', key, from: this.store.collection('things').get(key), object: undefined });
  }
}

describe('watches', () => {
  it('see additions, changes and deletions after the revision they name', async () => {
    const world = new World();
    world.put('a');
    const { revision } = world.store;
    world.put('b');
    const client = new Client();
    world.watch(client, '', revision);
    world.put('b');
    world.delete('b');
    await turn();
    assert.equal(client.chunks.join(''), 'first ADDED b;MODIFIED b;DELETED b;');
  });

  it('see an object come into and go out of their selection', async () => {
    const world = new World();
    const client = new Client();
    world.watch(client, 'x');
    world.put('a', 'other');
    world.put('a', 'x');
    world.put('a', 'other');
    world.delete('a');
    await turn();
    assert.equal(client.chunks.join(''), 'first ADDED a;DELETED a;');
  });

  it('of the same kind have an event encoded once, and written once per turn', async () => {
    const world = new World();
    const clients = [new Client(), new Client(), new Client()];
    for (const client of clients) world.watch(client);
    world.put('warm');
    await turn();
    world.encoded = 0;
    for (const key of ['a', 'b', 'c']) world.put(key);
    await turn();
    assert.equal(world.encoded, 3);
    for (const { chunks } of clients) assert.deepEqual(chunks, ['first ADDED warm;', 'ADDED a;ADDED b;ADDED c;']);
  });

  it('that read slowly get the rest when they go on', async () => {
    const world = new World();
    const client = new Client();
    world.watch(client);
    client.slow = true;
    for (const key of ['a', 'b']) {
      world.put(key);
      await turn();
    }
    assert.equal(client.chunks.join(''), 'first ADDED a;');
    client.resume();
    assert.equal(client.chunks.join(''), 'first ADDED a;ADDED b;');
  });

  it('that fall behind the history are closed', async () => {
    const world = new World({ history: { count: 3, bytes: 1 << 20, age: 1e9 } });
    const client = new Client();
    world.watch(client);
    client.slow = true;
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) {
      world.put(key);
      await turn();
    }
    client.resume();
    assert.equal(client.chunks.at(-1), 'end');
  });

  it('hear nothing after they left, and are closed when the contents are replaced', async () => {
    const world = new World();
    const [gone, there] = [new Client(), new Client()];
    world.watch(gone)();
    world.watch(there);
    world.put('a');
    await turn();
    world.store.restore(world.store.snapshot());
    assert.deepEqual(gone.chunks, []);
    assert.deepEqual(there.chunks, ['first ADDED a;', 'end']);
  });
});
