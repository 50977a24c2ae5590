import type { GroupVersionResource, KubeList, KubeObject } from './meta';
import type { HttpRequest, HttpResponse } from '../base/env/http';

/** How requests reach an API server: in-process or over HTTPS. The credentials belong to the transport. */
export interface Transport {
  send(request: HttpRequest): Promise<HttpResponse>;
}

export interface WriteOptions {
  readonly namespace?: string;
  readonly subresource?: string;
  readonly fieldManager?: string;
  readonly fieldValidation?: 'Ignore' | 'Warn' | 'Strict';
  readonly dryRun?: boolean;
}

export interface ListOptions {
  /** Absent lists all namespaces. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly resourceVersion?: string;
  readonly resourceVersionMatch?: 'Exact' | 'NotOlderThan';
  readonly limit?: number;
  readonly continue?: string;
}

export interface WatchOptions extends ListOptions {
  readonly allowWatchBookmarks?: boolean;
  readonly sendInitialEvents?: boolean;
  readonly timeoutSeconds?: number;
}

export interface WatchEvent<T extends KubeObject> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: T;
}

export interface Patch {
  readonly type: 'json' | 'merge' | 'strategic' | 'apply';
  readonly body: unknown;
  /** Apply only. */
  readonly force?: boolean;
}

/** A caller of one API server as one identity. Every failure is an ApiError when the server answered, a plain Error when it did not. */
export interface KubeClient {
  get<T extends KubeObject>(ref: GroupVersionResource, name: string, options?: { namespace?: string; subresource?: string }): Promise<T>;
  list<T extends KubeObject>(ref: GroupVersionResource, options?: ListOptions): Promise<KubeList<T>>;
  create<T extends KubeObject>(ref: GroupVersionResource, object: T, options?: WriteOptions & { readonly name?: string }): Promise<T>;
  update<T extends KubeObject>(ref: GroupVersionResource, object: T, options?: WriteOptions): Promise<T>;
  patch<T extends KubeObject>(ref: GroupVersionResource, name: string, patch: Patch, options?: WriteOptions): Promise<T>;
  delete(ref: GroupVersionResource, name: string, options?: { namespace?: string; body?: object }): Promise<KubeObject>;
  deleteCollection(ref: GroupVersionResource, options?: ListOptions & { readonly body?: object }): Promise<KubeObject>;
  /** Ends when the server ends it or `signal` aborts; an ERROR event is thrown as ApiError. */
  watch<T extends KubeObject>(ref: GroupVersionResource, options: WatchOptions, signal: AbortSignal): AsyncIterable<WatchEvent<T>>;
  /** The bare exchange, for what has no verb above. */
  raw(request: HttpRequest): Promise<HttpResponse>;
}
