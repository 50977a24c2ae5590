export type { KubeClient, ListOptions, Patch, Transport, WatchEvent, WatchOptions, WriteOptions } from './client';
export type { ClientOptions } from './create-client';
export type {
  Condition,
  GroupVersion,
  GroupVersionKind,
  GroupVersionResource,
  KubeList,
  KubeObject,
  ObjectMeta,
  OwnerReference,
} from './meta';
export { ApiError } from './api-error';
export { applyAll, parseManifest } from './apply';
export { createClient } from './create-client';
export { createRestMapper } from './discovery';
export { Resources } from './resources';
export { inProcessTransport } from './transport/in-process';
export { networkTransport } from './transport/network';
export { rateLimited } from './transport/rate-limit';
export { retrying } from './transport/retry';
