import assert from 'node:assert/strict';
import { manualClock } from '../../base/env/manual-clock';
import { turn } from '../../base/env/node/turn';
import { seededRandom } from '../../base/env/seeded-random';
import type { BodySink, HttpResponse } from '../../base/env/http';
import { createClient } from '../create-client';
import type { KubeObject } from '../meta';
import { Resources } from '../resources';
import { createInformer } from './index';

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value)}\n`);
const json = (status: number, value: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: encode(value),
});
const object = (name: string, resourceVersion: string): KubeObject => ({ metadata: { name, resourceVersion } });
const event = (type: string, name: string, version: string): object => ({ type, object: object(name, version) });
const status = (code: number, reason: string): object => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  reason,
  message: reason,
  code,
});
const bookmark = (resourceVersion: string, last: boolean): object => ({
  type: 'BOOKMARK',
  object: { metadata: { resourceVersion, ...(last ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}) } },
});

/** An API server that answers what a test tells it to, and an informer that listens. */
class Scene {
  readonly clock = manualClock({ start: 0, turn });
  readonly asked: string[] = [];
  readonly told: string[] = [];
  readonly errors: string[] = [];
  private readonly answers: ((sink: BodySink | undefined) => HttpResponse | undefined)[] = [];
  private sink: BodySink | undefined;
  readonly informer = createInformer({
    client: createClient({ send: ({ path }) => Promise.resolve(this.answer(path)) }, { userAgent: 'test' }),
    resource: Resources.namespaces,
    clock: this.clock,
    random: seededRandom(1),
    indexers: { initial: ({ metadata }: KubeObject) => [metadata?.name?.[0] ?? ''] },
    onError: (error) => this.errors.push(error instanceof Error ? error.message : String(error)),
  });

  constructor() {
    this.informer.addHandlers({
      add: ({ metadata }) => this.told.push(`+${metadata?.name ?? ''}@${metadata?.resourceVersion ?? ''}`),
      update: (_old, { metadata }) => this.told.push(`~${metadata?.name ?? ''}@${metadata?.resourceVersion ?? ''}`),
      delete: ({ metadata }, missed) =>
        this.told.push(`-${metadata?.name ?? ''}@${metadata?.resourceVersion ?? ''}${missed ? ' missed' : ''}`),
    });
  }

  /** Queues the next answer; without a response it is a watch that stays open. */
  next(response?: HttpResponse): this {
    this.answers.push(() => response);
    return this;
  }

  async send(...events: object[]): Promise<void> {
    await turn();
    for (const each of events) this.sink?.write(encode(each));
    await turn();
  }

  async end(error?: Error): Promise<void> {
    this.sink?.end(error);
    await turn();
  }

  async start(): Promise<void> {
    this.informer.start();
    await turn();
  }

  private answer(path: string): HttpResponse {
    const query = new URL(path, 'http://x').searchParams;
    query.delete('timeoutSeconds');
    query.delete('allowWatchBookmarks');
    this.asked.push(query.toString());
    const answer = this.answers.shift()?.(undefined);
    if (answer !== undefined) return answer;
    return {
      status: 200,
      headers: {},
      body: {
        start: (sink) => {
          this.sink = sink;
          return () => undefined;
        },
      },
    };
  }
}

const STREAM = 'resourceVersionMatch=NotOlderThan&sendInitialEvents=true&watch=true';

describe('informer', () => {
  it('takes the initial events over at the bookmark that ends them, then follows', async () => {
    const scene = new Scene();
    await scene.start();
    await scene.send(event('ADDED', 'a', '1'), event('ADDED', 'b', '2'), bookmark('3', false));
    assert.deepEqual([scene.informer.hasSynced, scene.told], [false, []]);
    await scene.send(bookmark('4', true), event('MODIFIED', 'a', '5'), event('DELETED', 'b', '6'));
    await scene.informer.synced();
    assert.deepEqual(scene.told, ['+a@1', '+b@2', '~a@5', '-b@6']);
    assert.deepEqual(scene.informer.store.keys(), ['a']);
    assert.deepEqual(scene.asked, [STREAM]);
    scene.informer.stop();
  });

  it('falls back to list and watch where the server knows no streaming lists, page by page', async () => {
    const scene = new Scene();
    scene.next(json(422, status(422, 'Invalid')));
    scene.next(
      json(200, {
        kind: 'NamespaceList',
        apiVersion: 'v1',
        metadata: { resourceVersion: '7', continue: 'more' },
        items: [object('a', '1')],
      }),
    );
    scene.next(json(200, { kind: 'NamespaceList', apiVersion: 'v1', metadata: { resourceVersion: '7' }, items: [object('b', '2')] }));
    await scene.start();
    await scene.send(event('ADDED', 'c', '8'));
    assert.deepEqual(scene.told, ['+a@1', '+b@2', '+c@8']);
    assert.deepEqual(scene.asked, [STREAM, 'resourceVersion=0&limit=500', 'limit=500&continue=more', 'resourceVersion=7&watch=true']);
    assert.deepEqual(scene.informer.store.get('a'), { apiVersion: 'v1', kind: 'Namespace', ...object('a', '1') });
    scene.informer.stop();
  });

  it('resumes a lost watch from the last event or bookmark, after a wait', async () => {
    const scene = new Scene();
    await scene.start();
    await scene.send(event('ADDED', 'a', '1'), bookmark('2', true), event('MODIFIED', 'a', '3'), bookmark('9', false));
    await scene.end(new Error('connection reset by peer'));
    assert.equal(scene.asked.length, 1);
    await scene.clock.advance(2000);
    assert.deepEqual(scene.asked, [STREAM, 'resourceVersion=9&watch=true']);
    assert.deepEqual(scene.errors, ['connection reset by peer']);
    await scene.send(event('MODIFIED', 'a', '10'));
    assert.deepEqual(scene.told, ['+a@1', '~a@3', '~a@10']);
    scene.informer.stop();
  });

  it('resumes at once when the server ends a watch that had events', async () => {
    const scene = new Scene();
    await scene.start();
    await scene.send(bookmark('2', true), event('ADDED', 'a', '3'));
    await scene.end();
    assert.deepEqual(scene.asked, [STREAM, 'resourceVersion=3&watch=true']);
    assert.deepEqual(scene.errors, []);
    scene.informer.stop();
  });

  it('lists again when its position has expired, and finds out what it missed', async () => {
    const scene = new Scene();
    await scene.start();
    await scene.send(event('ADDED', 'a', '1'), event('ADDED', 'b', '2'), bookmark('2', true));
    await scene.send({ type: 'ERROR', object: status(410, 'Expired') });
    assert.deepEqual(scene.asked, [STREAM, STREAM]);
    await scene.send(event('ADDED', 'b', '5'), event('ADDED', 'c', '6'), bookmark('7', true));
    assert.deepEqual(scene.told, ['+a@1', '+b@2', '~b@5', '+c@6', '-a@1 missed']);
    scene.informer.stop();
  });

  it('takes a second ADDED for an update, an unknown MODIFIED for an addition, and ignores an unknown DELETED', async () => {
    const scene = new Scene();
    await scene.start();
    await scene.send(
      bookmark('1', true),
      event('ADDED', 'a', '2'),
      event('ADDED', 'a', '2'),
      event('MODIFIED', 'b', '3'),
      event('DELETED', 'c', '4'),
    );
    assert.deepEqual(scene.told, ['+a@2', '~a@2', '+b@3']);
    scene.informer.stop();
  });

  it('waits longer with every failure, up to a minute', async () => {
    const scene = new Scene();
    for (let i = 0; i < 20; i++) scene.next(json(500, status(500, 'InternalError')));
    await scene.start();
    const gaps: number[] = [];
    for (let last = 0, asked = 1; asked < 9; asked++) {
      while (scene.asked.length === asked) await scene.clock.advance(100);
      gaps.push(scene.clock.now() - last);
      last = scene.clock.now();
    }
    const floors = [800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000];
    gaps.forEach((gap, index) => assert.ok(gap >= (floors[index] ?? 0) && gap <= 2 * (floors[index] ?? 0) + 100, gaps.join(' ')));
    scene.informer.stop();
  });

  it('finds objects by index, and tells late handlers what is there', async () => {
    const scene = new Scene();
    await scene.start();
    await scene.send(event('ADDED', 'apple', '1'), event('ADDED', 'avocado', '2'), event('ADDED', 'beet', '3'), bookmark('3', true));
    await scene.send(event('DELETED', 'apple', '4'));
    const names = (value: string) => scene.informer.store.byIndex('initial', value).map(({ metadata }) => metadata?.name);
    assert.deepEqual([names('a'), names('b'), names('c')], [['avocado'], ['beet'], []]);
    const late: string[] = [];
    scene.informer.addHandlers({ add: ({ metadata }) => late.push(metadata?.name ?? '') });
    assert.deepEqual(late, ['avocado', 'beet']);
    assert.throws(() => scene.informer.store.byIndex('colour', 'red'), {
      message: 'the informer has no index "colour"; name it in its indexers',
    });
    scene.informer.stop();
  });

  it('goes on when a handler throws, and reports it', async () => {
    const scene = new Scene();
    scene.informer.addHandlers({
      add: () => {
        throw new Error('handler broke');
      },
    });
    await scene.start();
    await scene.send(bookmark('1', true), event('ADDED', 'a', '2'), event('ADDED', 'b', '3'));
    assert.deepEqual(
      [scene.told, scene.errors],
      [
        ['+a@2', '+b@3'],
        ['handler broke', 'handler broke'],
      ],
    );
    scene.informer.stop();
  });
});
