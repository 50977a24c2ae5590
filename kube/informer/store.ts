import type { KubeObject } from '../meta';

/** The values under which an object is found: `(csr) => [csr.spec.signerName]`. */
export type Indexer<T> = (object: T) => readonly string[];

/** What an informer knows, read without waiting. Objects are shared: never write into them. */
export interface Store<T extends KubeObject> {
  /** By `namespace/name`, or `name` in the cluster's scope. */
  get(key: string): T | undefined;
  has(key: string): boolean;
  /** In the order in which they became known. */
  list(): T[];
  keys(): string[];
  readonly size: number;
  /** Objects for which the named indexer gives `value`. Throws when there is no such indexer. */
  byIndex(index: string, value: string): T[];
}

/** `namespace/name`, or `name` in the cluster's scope. */
export function keyOf({ metadata }: KubeObject): string {
  const name = metadata?.name ?? '';
  return metadata?.namespace === undefined || metadata.namespace === '' ? name : `${metadata.namespace}/${name}`;
}

export function splitKey(key: string): { readonly namespace: string; readonly name: string } {
  const slash = key.indexOf('/');
  return slash < 0 ? { namespace: '', name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** Every object's namespace, for `byIndex('namespace', …)`. */
export const byNamespace: Indexer<KubeObject> = ({ metadata }) => [metadata?.namespace ?? ''];

export class IndexedStore<T extends KubeObject> implements Store<T> {
  private readonly objects = new Map<string, T>();
  private readonly indexes = new Map<string, Index<T>>();

  constructor(indexers: Readonly<Record<string, Indexer<T>>>) {
    for (const [name, indexer] of Object.entries(indexers)) this.indexes.set(name, new Index(indexer));
  }

  get size(): number {
    return this.objects.size;
  }

  get(key: string): T | undefined {
    return this.objects.get(key);
  }

  has(key: string): boolean {
    return this.objects.has(key);
  }

  list(): T[] {
    return [...this.objects.values()];
  }

  keys(): string[] {
    return [...this.objects.keys()];
  }

  byIndex(index: string, value: string): T[] {
    const found = this.indexes.get(index);
    if (found === undefined) throw new Error(`the informer has no index "${index}"; name it in its indexers`);
    return [...found.keys(value)].flatMap((key) => this.objects.get(key) ?? []);
  }

  /** Later indexes are filled from what is known. */
  addIndexer(name: string, indexer: Indexer<T>): void {
    if (this.indexes.has(name)) return;
    const index = new Index(indexer);
    for (const [key, object] of this.objects) index.add(key, object);
    this.indexes.set(name, index);
  }

  /** Returns what was there before. */
  set(key: string, object: T): T | undefined {
    const previous = this.objects.get(key);
    this.objects.set(key, object);
    for (const index of this.indexes.values()) {
      if (previous !== undefined) index.remove(key, previous);
      index.add(key, object);
    }
    return previous;
  }

  delete(key: string): T | undefined {
    const previous = this.objects.get(key);
    if (previous === undefined) return undefined;
    this.objects.delete(key);
    for (const index of this.indexes.values()) index.remove(key, previous);
    return previous;
  }
}

class Index<T> {
  private readonly buckets = new Map<string, Set<string>>();

  constructor(private readonly indexer: Indexer<T>) {}

  keys(value: string): Iterable<string> {
    return this.buckets.get(value) ?? [];
  }

  add(key: string, object: T): void {
    for (const value of this.indexer(object)) {
      const bucket = this.buckets.get(value);
      if (bucket === undefined) this.buckets.set(value, new Set([key]));
      else bucket.add(key);
    }
  }

  remove(key: string, object: T): void {
    for (const value of this.indexer(object)) {
      const bucket = this.buckets.get(value);
      bucket?.delete(key);
      if (bucket?.size === 0) this.buckets.delete(value);
    }
  }
}
