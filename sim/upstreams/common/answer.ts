import type { HttpHeaders, HttpRequest, HttpResponse } from '../../../base/env/http';

/** Strings and bytes travel as they are, undefined as nothing, everything else as JSON. */
export function answer(status: number, body?: unknown, headers: HttpHeaders = {}): HttpResponse {
  if (body === undefined) return { status, headers, body: new Uint8Array(0) };
  if (body instanceof Uint8Array) return { status, headers, body };
  if (typeof body === 'string') return { status, headers, body: new TextEncoder().encode(body) };
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: new TextEncoder().encode(JSON.stringify(body)) };
}

/** The body as JSON, whatever its content type says; undefined when it is none. */
export function jsonOf({ body }: Pick<HttpRequest, 'body'>): unknown {
  if (body === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(body)) as unknown;
  } catch {
    return undefined;
  }
}

/** The first value of a header. */
export function headerOf({ headers }: Pick<HttpRequest, 'headers'>, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' || value === undefined ? value : value[0];
}

/** The path of a request line, without its query. */
export function pathOf({ path }: Pick<HttpRequest, 'path'>): string {
  return path.split('?', 1)[0] ?? '';
}
