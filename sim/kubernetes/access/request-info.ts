import type { RequestInfo } from '../model/request-context';
import { collectionTarget } from './collection-target';

/** The URL names no resource after `/watch` or `/proxy`. The server answers 500 in plain text. */
export class RequestInfoError extends Error {
  override readonly name = 'RequestInfoError';
}

const VERBS: Readonly<Record<string, string>> = {
  POST: 'create',
  GET: 'get',
  HEAD: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** Subresources of a Namespace, which look like a resource inside it. */
const OF_NAMESPACE: ReadonlySet<string> = new Set(['status', 'finalize']);

// Clients ask for the same paths again and again; a long one has a query that hardly comes twice.
const REMEMBERED = 4096;
const LONGEST = 512;

/** As `requestInfo`, remembering what it said of the latest paths. */
export function requestInfoReader(): (method: string, target: string) => RequestInfo {
  const known = new Map<string, RequestInfo>();
  return (method, target) => {
    if (target.length > LONGEST) return requestInfo(method, target);
    const key = `${method} ${target}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= REMEMBERED) known.clear();
    const info = requestInfo(method, target);
    known.set(key, info);
    return info;
  };
}

/** `target` is the request line's path with the raw query. Any method is legal; an unknown one has an empty verb on resources. */
export function requestInfo(method: string, target: string): RequestInfo {
  const mark = target.indexOf('?');
  const path = unescapePath(mark < 0 ? target : target.slice(0, mark));
  const parts = splitPath(path);
  const apiPrefix = parts[0] ?? '';
  const other = { ...NO_RESOURCE, path, verb: method.toLowerCase() };
  if (parts.length < 3 || (apiPrefix !== 'api' && apiPrefix !== 'apis')) return other;
  if (apiPrefix === 'apis' && parts.length < 4) return { ...other, apiPrefix };
  const apiGroup = apiPrefix === 'apis' ? (parts[1] ?? '') : '';
  const [apiVersion = '', ...rest] = parts.slice(apiPrefix === 'apis' ? 2 : 1);
  const place = placeOf(method, rest, target);
  const base = { isResourceRequest: true, path, apiPrefix, apiGroup, apiVersion, ...place };
  if (place.name !== '') return base;
  if (place.verb === 'delete') return { ...base, verb: 'deletecollection' };
  if (place.verb !== 'get') return base;
  return { ...base, ...collectionTarget(mark < 0 ? '' : target.slice(mark + 1)) };
}

const NO_RESOURCE = {
  isResourceRequest: false,
  apiPrefix: '',
  apiGroup: '',
  apiVersion: '',
  namespace: '',
  resource: '',
  subresource: '',
  name: '',
};

type Place = Pick<RequestInfo, 'verb' | 'namespace' | 'resource' | 'subresource' | 'name'>;

function placeOf(method: string, segments: readonly string[], target: string): Place {
  const prefix = segments[0] ?? '';
  const special = prefix === 'watch' || prefix === 'proxy';
  if (special && segments.length < 2) throw new RequestInfoError(`unable to determine kind and namespace from url, ${target}`);
  const verb = special ? prefix : (VERBS[method] ?? '');
  const scoped = special ? segments.slice(1) : segments;
  const namespace = scoped[0] === 'namespaces' ? (scoped[1] ?? '') : '';
  const inside = scoped[0] === 'namespaces' && scoped.length > 2 && !OF_NAMESPACE.has(scoped[2] ?? '');
  const [resource = '', name = '', subresource = ''] = inside ? scoped.slice(2) : scoped;
  return { verb, namespace, resource, name, subresource: verb === 'proxy' ? '' : subresource };
}

function splitPath(path: string): string[] {
  let [start, end] = [0, path.length];
  while (path[start] === '/') start++;
  while (end > start && path[end - 1] === '/') end--;
  return start === end ? [] : path.slice(start, end).split('/');
}

function unescapePath(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
