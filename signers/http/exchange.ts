// The clients of the upstreams speak over the Network port and not through an HTTP library: what they send and what their errors say must
// be what cert-manager's Go clients send and say, down to headers that are absent and to who is told of a redirect.
import { collectBody } from '../../base/env/body';
import type { HttpHeaders } from '../../base/env/http';
import { NetworkError } from '../../base/env/network-error';
import type { Network, TlsOptions } from '../../base/env/ports';
import { goQuote } from '../../base/go';
import type { Deadline } from './deadline';
import reasonPhrases from './data/reasons.json';

export interface Asked {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: string;
  /** What is not here is not sent, but for Host, Content-Length and Connection. */
  readonly headers: HttpHeaders;
  readonly body?: string;
}

export interface Answered {
  readonly status: number;
  /** As Go's Response.Status: `404 Not Found`, with the phrase that the server sent. */
  readonly statusLine: string;
  readonly headers: HttpHeaders;
  /** What came of it when it broke off. */
  readonly body: Uint8Array;
  /** Why the body broke off: the answer is there all the same, and clients tell that later than a failed call. */
  readonly broken?: Error;
}

export interface Line {
  readonly network: Pick<Network, 'fetch'>;
  readonly tls?: TlsOptions;
  readonly deadline: Deadline;
}

const REASONS: Readonly<Record<string, string>> = reasonPhrases as Record<string, string>;

/** One request and its answer; redirects are not followed. Rejects with what Go's client would say: `Get "URL": EOF`. */
export async function exchange(asked: Asked, { network, tls, deadline }: Line): Promise<Answered> {
  const { method, url, headers, body } = asked;
  const sent = { method, url, headers, signal: deadline.signal };
  const response = await network
    .fetch({ ...sent, ...(body === undefined ? {} : { body: new TextEncoder().encode(body) }), ...(tls === undefined ? {} : { tls }) })
    .catch((error: unknown) => {
      throw new ExchangeError(asked, deadline.expired() ? 'context deadline exceeded' : textOf(error), error);
    });
  const { status, statusText = REASONS[status] ?? '' } = response;
  return { status, statusLine: `${status} ${statusText}`, headers: response.headers, ...(await readWhole(response.body, deadline)) };
}

/** No HTTP answer came. `reason` is the message without the request in front. */
export class ExchangeError extends Error {
  override readonly name = 'ExchangeError';

  constructor(
    { method, url }: Asked,
    readonly reason: string,
    cause: unknown,
  ) {
    super(`${method.charAt(0)}${method.slice(1).toLowerCase()} ${goQuote(url)}: ${reason}`, { cause });
  }

  /** Whether the server's certificate was refused: asking again would not help. */
  get untrusted(): boolean {
    return this.cause instanceof NetworkError && this.reason.includes('failed to verify certificate');
  }
}

/** Where an answer redirects to; undefined when it does not. */
export function locationOf({ headers }: Pick<Answered, 'headers'>, base: string): string | undefined {
  const { location } = headers;
  return typeof location === 'string' && location !== '' ? new URL(location, base).href : undefined;
}

/** The body; throws when it broke off. */
export function wholeBody({ body, broken }: Pick<Answered, 'body' | 'broken'>): Uint8Array {
  if (broken !== undefined) throw broken;
  return body;
}

export function bodyText({ body }: Pick<Answered, 'body'>): string {
  return new TextDecoder().decode(body);
}

async function readWhole(body: Parameters<typeof collectBody>[0]['body'], deadline: Deadline): Promise<Pick<Answered, 'body' | 'broken'>> {
  const { bytes, broken } = await collectBody({ body });
  if (broken === undefined) return { body: bytes };
  // A body that ends before its announced length.
  const cut = broken instanceof NetworkError && (broken.failure === 'closed' || broken.failure === 'reset');
  const why = deadline.expired() ? 'context deadline exceeded' : cut ? 'unexpected EOF' : textOf(broken);
  return { body: bytes, broken: new Error(why, { cause: broken }) };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
