import { readBody } from '../../../base/env/body';
import type { HttpResponse } from '../../../base/env/http';
import type { Network, TlsOptions } from '../../../base/env/ports';
import { goQuote } from '../../../base/go';

/** An answer with its body read. */
export interface Answer {
  readonly status: number;
  readonly phrase: string;
  readonly headers: HttpResponse['headers'];
  readonly body: string;
}

export interface ExchangeOptions {
  readonly network: Pick<Network, 'fetch'>;
  readonly tls: TlsOptions;
  readonly userAgent: string;
}

/** One HTTP exchange; rejects with Go's text when no answer came. */
export type Exchange = (method: 'GET' | 'HEAD' | 'POST', url: string, body?: string) => Promise<Answer>;

/** cert-manager's HTTP client gives up after that long. */
const TIME_LIMIT = 90_000;

const PHRASES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export function acmeExchange({ network, tls, userAgent }: ExchangeOptions): Exchange {
  return async (method, url, body) => {
    try {
      if (!/^https?:\/\//.test(url)) throw new Error(`unsupported protocol scheme ${goQuote(/^[a-z]*(?=:)/.exec(url)?.[0] ?? '')}`);
      const headers = { 'user-agent': userAgent, ...(body === undefined ? {} : { 'content-type': 'application/jose+json' }) };
      const bytes = body === undefined ? {} : { body: new TextEncoder().encode(body) };
      const response = await network.fetch({ method, url, headers, ...bytes, tls, timeout: TIME_LIMIT });
      const text = method === 'HEAD' ? '' : new TextDecoder().decode(await readBody(response));
      return {
        status: response.status,
        phrase: response.statusText ?? PHRASES[response.status] ?? '',
        headers: response.headers,
        body: text,
      };
    } catch (error) {
      const verb = `${method.charAt(0)}${method.slice(1).toLowerCase()}`;
      throw new Error(`${verb} ${goQuote(url)}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  };
}

export function headerOf({ headers }: Pick<Answer, 'headers'>, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
}

/** Targets of the Link headers with a relation, whether in one header or several. */
export function linksOf({ headers }: Pick<Answer, 'headers'>, relation: string): readonly string[] {
  const values = [headers.link ?? []].flat();
  return values
    .flatMap((value) => value.split(/,(?=\s*<)/))
    .flatMap((link) => {
      const [, target] = /^\s*<([^>]*)>/.exec(link) ?? [];
      return target !== undefined && new RegExp(`;\\s*rel="?${relation}"?(;|\\s*$)`).test(link) ? [target] : [];
    });
}

/** Milliseconds that an answer asks to wait; a second when it does not, or asks for the past. `now` in milliseconds since 1970. */
export function retryAfter(answer: Pick<Answer, 'headers'>, now: number): number {
  const value = headerOf(answer, 'retry-after');
  if (/^\d+$/.test(value) && Number(value) > 0) return Number(value) * 1000;
  const wait = Date.parse(value) - now;
  return value !== '' && wait > 0 ? wait : 1000;
}
