export type { InformerFactory } from './factory';
export type { Handlers, Informer, InformerOptions } from './informer';
export type { Indexer, Store } from './store';
export { createInformerFactory } from './factory';
export { createInformer } from './informer';
export { byNamespace, keyOf, splitKey } from './store';
