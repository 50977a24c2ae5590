import type { Clock, Random } from '../../base/env/ports';
import type { KubeClient } from '../client';
import type { GroupVersionResource, KubeObject } from '../meta';
import { Reflector } from './reflector';
import { IndexedStore, keyOf } from './store';
import type { Indexer, Store } from './store';

/** Called in order, one change at a time, with the store already changed. */
export interface Handlers<T extends KubeObject> {
  /** Also for everything known when the handlers are added. */
  add?(object: T): void;
  update?(previous: T, object: T): void;
  /** `missed` when the deletion was not seen but found out by listing again: the object is then the last known state. */
  delete?(object: T, missed: boolean): void;
}

export interface Informer<T extends KubeObject> {
  readonly resource: GroupVersionResource;
  readonly store: Store<T>;
  /** Returns what removes them again. */
  addHandlers(handlers: Handlers<T>): () => void;
  /** Has no effect when the name is taken. */
  addIndexer(name: string, indexer: Indexer<T>): void;
  /** The first complete state is in the store and was given to the handlers. */
  readonly hasSynced: boolean;
  /** Resolves with whether it has: false when it was stopped before. */
  synced(): Promise<boolean>;
  /** Later calls do nothing. */
  start(): void;
  stop(): void;
}

export interface InformerOptions<T extends KubeObject> {
  readonly client: KubeClient;
  readonly resource: GroupVersionResource;
  readonly clock: Clock;
  readonly random: Random;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly indexers?: Readonly<Record<string, Indexer<T>>>;
  /** Told when the server could not be followed (it is tried again) and when a handler threw (the others still run). */
  readonly onError?: (error: unknown) => void;
}

/** A copy of one resource kept up to date by a watch. Costs nothing while nothing changes; there is no periodic resync. */
export function createInformer<T extends KubeObject>(options: InformerOptions<T>): Informer<T> {
  const { client, resource, clock, random, namespace, labelSelector, fieldSelector, indexers = {} } = options;
  const onError = options.onError ?? (() => undefined);
  const store = new IndexedStore<T>(indexers);
  const handlers = new Set<Handlers<T>>();
  const waiting: ((synced: boolean) => void)[] = [];
  const lifetime = new AbortController();
  let started = false;
  let synced = false;

  const tell = (call: (handlers: Handlers<T>) => void): void => {
    for (const each of handlers) guarded(() => call(each), onError);
  };
  const put = (object: T): void => {
    const previous = store.set(keyOf(object), object);
    if (previous === undefined) tell((each) => each.add?.(object));
    else tell((each) => each.update?.(previous, object));
  };
  const remove = (key: string, last?: T): void => {
    const previous = store.delete(key);
    if (previous !== undefined) tell((each) => each.delete?.(last ?? previous, last === undefined));
  };
  const tellWaiting = (): void => {
    for (const resolve of waiting.splice(0)) resolve(synced);
  };
  const replace = (objects: readonly T[]): void => {
    const present = new Set(objects.map(keyOf));
    for (const object of objects) put(object);
    for (const key of store.keys()) if (!present.has(key)) remove(key);
    synced = true;
    tellWaiting();
  };
  const reflector = new Reflector<T>({
    client,
    resource,
    clock,
    random: random.stream('reflector', `${resource.group}/${resource.resource}`),
    ...(namespace === undefined ? {} : { namespace }),
    ...(labelSelector === undefined ? {} : { labelSelector }),
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
    sink: {
      replace,
      event: (type, object) => (type === 'DELETED' ? remove(keyOf(object), object) : put(object)),
    },
    onError,
  });

  return {
    resource,
    store,
    addHandlers(added) {
      for (const object of store.list()) guarded(() => added.add?.(object), onError);
      handlers.add(added);
      return () => void handlers.delete(added);
    },
    addIndexer: (name, indexer) => store.addIndexer(name, indexer),
    get hasSynced() {
      return synced;
    },
    synced: () => (synced || lifetime.signal.aborted ? Promise.resolve(synced) : new Promise((resolve) => waiting.push(resolve))),
    start() {
      if (started) return;
      started = true;
      void reflector.run(lifetime.signal);
    },
    stop() {
      lifetime.abort();
      tellWaiting();
    },
  };
}

function guarded(call: () => void, onError: (error: unknown) => void): void {
  try {
    call();
  } catch (error) {
    onError(error);
  }
}
