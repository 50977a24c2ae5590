import type { GroupVersionResource, KubeObject } from '../meta';
import { createInformer } from './informer';
import type { Informer, InformerOptions } from './informer';

export interface InformerFactory {
  /** The one informer of a resource; controllers add handlers and indexers to it. Not started by this. */
  informer<T extends KubeObject>(resource: GroupVersionResource): Informer<T>;
  /** Stops the informer of a resource that is no longer served; asking for it again makes a new one. */
  forget(resource: GroupVersionResource): void;
  /** Starts those asked for so far. */
  start(): void;
  /** Resolves when all those asked for so far have their first state, or are stopped. */
  synced(): Promise<void>;
  stop(): void;
}

/** Shares informers, so that a resource is watched once however many controllers look at it. */
export function createInformerFactory(options: Omit<InformerOptions<KubeObject>, 'resource' | 'indexers'>): InformerFactory {
  const informers = new Map<string, Informer<KubeObject>>();
  return {
    informer<T extends KubeObject>(resource: GroupVersionResource) {
      const id = idOf(resource);
      const known = informers.get(id) ?? createInformer({ ...options, resource });
      informers.set(id, known);
      return known as unknown as Informer<T>;
    },
    forget(resource) {
      informers.get(idOf(resource))?.stop();
      informers.delete(idOf(resource));
    },
    start: () => informers.forEach((informer) => informer.start()),
    synced: async () => {
      await Promise.all([...informers.values()].map((informer) => informer.synced()));
    },
    stop: () => informers.forEach((informer) => informer.stop()),
  };
}

function idOf({ group, version, resource }: GroupVersionResource): string {
  return `${group}/${version}/${resource}`;
}
