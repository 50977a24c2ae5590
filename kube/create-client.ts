import { isStream } from '../base/env/http';
import type { HttpHeaders, HttpRequest, HttpResponse } from '../base/env/http';
import { readBody } from '../base/env/body';
import type { KubeClient, ListOptions, Patch, Transport, WatchEvent, WatchOptions } from './client';
import type { GroupVersionResource, KubeList, KubeObject } from './meta';
import { listQuery, resourcePath, watchQuery, writeQuery } from './request-path';
import type { ResourcePath } from './request-path';
import { errorOf } from './response-error';
import { watchEvents } from './watch-stream';

export interface ClientOptions {
  /** The part before the first slash is the field manager of writes that name none. */
  readonly userAgent: string;
  /** @default 'application/json' */
  readonly accept?: string;
  /** Of watches. @default what `accept` says */
  readonly watchAccept?: string;
}

const JSON_TYPE = 'application/json';

const PATCH_TYPES: Readonly<Record<Patch['type'], string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

const encoder = new TextEncoder();
const decoder = new TextDecoder();

interface Call extends ResourcePath {
  readonly method: string;
  readonly ref: GroupVersionResource;
  readonly query?: string;
  readonly contentType?: string;
  readonly body?: unknown;
}

/** A client of one API server as the identity its transport carries. */
export function createClient(transport: Transport, { userAgent, accept = JSON_TYPE, watchAccept = accept }: ClientOptions): KubeClient {
  const headers: HttpHeaders = { accept, 'user-agent': userAgent };
  const bodyHeaders = (type: string): HttpHeaders => ({ ...headers, 'content-type': type });

  const call = async <R>(asked: Call): Promise<R> => {
    const { method, ref, query = '', contentType = JSON_TYPE, body } = asked;
    const response = await transport.send({
      method,
      path: resourcePath(ref, asked) + query,
      headers: body === undefined ? headers : bodyHeaders(contentType),
      ...(body === undefined ? {} : { body: encoder.encode(JSON.stringify(body)) }),
    });
    const answer = await bodyOf(asked, response);
    return parseBody(asked, answer) as R;
  };

  return {
    get: (ref, name, options = {}) => call({ method: 'GET', ref, name, ...options }),
    async list<T extends KubeObject>(ref: GroupVersionResource, options: ListOptions = {}) {
      const list = await call<KubeList<T>>({ method: 'GET', ref, namespace: options.namespace, query: listQuery(options) });
      // An empty list of metadata has no items at all: Go writes a nil slice as null.
      return { ...list, items: (list.items as T[] | null) ?? [] };
    },
    create: (ref, object, options = {}) =>
      call({
        method: 'POST',
        ref,
        ...pathOf(object, options),
        name: options.name,
        query: writeQuery(options),
        body: object,
      }),
    update: (ref, object, options = {}) =>
      call({ method: 'PUT', ref, ...pathOf(object, options), name: object.metadata?.name, query: writeQuery(options), body: object }),
    patch: (ref, name, patch, options = {}) =>
      call({
        method: 'PATCH',
        ref,
        name,
        namespace: options.namespace,
        subresource: options.subresource,
        query: writeQuery({ ...options, force: patch.force }),
        contentType: PATCH_TYPES[patch.type],
        body: patch.body,
      }),
    delete: (ref, name, options = {}) => call({ method: 'DELETE', ref, name, ...options }),
    deleteCollection: (ref, options = {}) =>
      call({ method: 'DELETE', ref, namespace: options.namespace, query: listQuery(options), body: options.body }),
    watch: (ref, options, signal) => watch({ transport, headers: { ...headers, accept: watchAccept }, ref, options, signal }),
    raw: (request) => transport.send({ ...request, headers: { ...headers, ...request.headers } }),
  };
}

/** The object's own namespace stands in for one that was not given. */
function pathOf(object: KubeObject, options: ResourcePath): ResourcePath {
  return { namespace: options.namespace ?? object.metadata?.namespace, subresource: options.subresource };
}

async function bodyOf(asked: { method: string; ref: GroupVersionResource; name?: string | undefined }, response: HttpResponse) {
  const body = isStream(response.body) ? await readBody(response) : response.body;
  if (response.status < 200 || response.status > 299) throw errorOf(asked, { ...response, body });
  return body;
}

function parseBody(asked: Call, body: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(body));
  } catch (cause) {
    throw new Error(`${asked.method} ${resourcePath(asked.ref, asked)} was answered with something that is no JSON`, { cause });
  }
}

interface Watch {
  readonly transport: Transport;
  readonly headers: HttpHeaders;
  readonly ref: GroupVersionResource;
  readonly options: WatchOptions;
  readonly signal: AbortSignal;
}

async function* watch<T extends KubeObject>({ transport, headers, ref, options, signal }: Watch): AsyncIterable<WatchEvent<T>> {
  const request: HttpRequest = {
    method: 'GET',
    path: resourcePath(ref, { namespace: options.namespace }) + watchQuery(options),
    headers,
    signal,
  };
  try {
    const response = await transport.send(request);
    if (response.status !== 200) await bodyOf({ method: 'GET', ref }, response);
    yield* watchEvents<T>(response.body, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
