import type { GroupVersionResource, KubeObject } from '../meta';
import { createInformer } from './informer';
import type { Informer, InformerOptions } from './informer';

export interface InformerFactory {
  /** The one informer of a resource; controllers add handlers and indexers to it. Not started by this. */
  informer<T extends KubeObject>(resource: GroupVersionResource): Informer<T>;
  /** Starts those asked for so far. */
  start(): void;
  /** Resolves when all those started have their first state. */
  synced(): Promise<void>;
  stop(): void;
}

/** Shares informers, so that a resource is watched once however many controllers look at it. */
export function createInformerFactory(options: Omit<InformerOptions<KubeObject>, 'resource' | 'indexers'>): InformerFactory {
  const informers = new Map<string, Informer<KubeObject>>();
  return {
    informer<T extends KubeObject>(resource: GroupVersionResource) {
      const id = `${resource.group}/${resource.version}/${resource.resource}`;
      const known = informers.get(id) ?? createInformer({ ...options, resource });
      informers.set(id, known);
      return known as unknown as Informer<T>;
    },
    start: () => informers.forEach((informer) => informer.start()),
    synced: async () => {
      await Promise.all([...informers.values()].map((informer) => informer.synced()));
    },
    stop: () => informers.forEach((informer) => informer.stop()),
  };
}
