import type { HttpHeaders } from '../../../base/env/http';
import type { Clock, Network, TlsOptions } from '../../../base/env/ports';
import { goQuote } from '../../../base/go';
import { ExchangeError, follow } from '../../http';
import type { Answered, Asked } from '../../http';

export interface ExchangeOptions {
  readonly network: Pick<Network, 'fetch'>;
  readonly clock: Clock;
  readonly tls: TlsOptions;
  readonly userAgent: string;
}

/** A request and its answer behind redirects; rejects with Go's text when no answer came. */
export type Exchange = (method: Asked['method'], url: string, body?: string) => Promise<Answered>;

/** cert-manager's HTTP client gives up after that long. */
const TIMEOUT = 90_000;

export function acmeExchange({ network, clock, tls, userAgent }: ExchangeOptions): Exchange {
  return async (method, url, body) => {
    const headers = { 'user-agent': userAgent, ...(body === undefined ? {} : { 'content-type': 'application/jose+json' }) };
    const asked: Asked = { method, url, headers, ...(body === undefined ? {} : { body }) };
    if (!/^https?:\/\//.test(url)) {
      throw new ExchangeError(asked, `unsupported protocol scheme ${goQuote(/^[a-z]*(?=:)/.exec(url)?.[0] ?? '')}`, undefined);
    }
    return follow(asked, { network, clock, tls, timeout: TIMEOUT });
  };
}

/** What has headers. */
interface Headed {
  readonly headers: HttpHeaders;
}

export function headerOf({ headers }: Headed, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
}

/** Targets of the Link headers with a relation, whether in one header or several. */
export function linksOf({ headers }: Headed, relation: string): readonly string[] {
  const values = [headers.link ?? []].flat();
  return values
    .flatMap((value) => value.split(/,(?=\s*<)/))
    .flatMap((link) => {
      const [, target] = /^\s*<([^>]*)>/.exec(link) ?? [];
      return target !== undefined && new RegExp(`;\\s*rel="?${relation}"?(;|\\s*$)`).test(link) ? [target] : [];
    });
}

/** Milliseconds that an answer asks to wait; a second when it does not, or asks for the past. `now` in milliseconds since 1970. */
export function retryAfter(answer: Headed, now: number): number {
  const value = headerOf(answer, 'retry-after');
  if (/^\d+$/.test(value) && Number(value) > 0) return Number(value) * 1000;
  const wait = Date.parse(value) - now;
  return value !== '' && wait > 0 ? wait : 1000;
}
