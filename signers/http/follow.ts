import type { HttpHeaders } from '../../base/env/http';
import type { Clock, Network, TlsOptions } from '../../base/env/ports';
import { startDeadline } from './deadline';
import { exchange, ExchangeError, locationOf } from './exchange';
import type { Answered, Asked } from './exchange';

export interface FollowOptions {
  readonly network: Pick<Network, 'fetch'>;
  readonly clock: Clock;
  readonly tls?: TlsOptions;
  /** Milliseconds for everything. */
  readonly timeout: number;
}

/** As many as Go's client follows. */
const MOST_REDIRECTS = 10;

/** An answer whose body came to its end: rejects with why it did not. See `follow`. */
export async function followToEnd(asked: Asked, options: FollowOptions): Promise<Answered> {
  const answer = await follow(asked, options);
  if (answer.broken !== undefined) throw answer.broken;
  return answer;
}

/** A request as Go's http.Client with a Timeout makes it: redirects are followed, and a POST becomes a GET on most of them. */
export async function follow(asked: Asked, { network, clock, tls, timeout }: FollowOptions): Promise<Answered> {
  const deadline = startDeadline(clock, timeout);
  const line = { network, deadline, ...(tls === undefined ? {} : { tls }) };
  let current = asked;
  try {
    for (let hops = 0; ; hops++) {
      const answer = await exchange(current, line);
      const next = redirected(current, answer);
      if (next === undefined)
        return answer.broken !== undefined && deadline.expired() ? { ...answer, broken: outOfTime(answer.broken) } : answer;
      if (hops >= MOST_REDIRECTS - 1) throw new ExchangeError(next, `stopped after ${MOST_REDIRECTS} redirects`, undefined);
      current = next;
    }
  } finally {
    deadline.clear();
  }
}

/** As http.Client words its own time-out, which it does not while it waits for the headers. */
function outOfTime(broken: Error): Error {
  return new Error(`${broken.message} (Client.Timeout or context cancellation while reading body)`, { cause: broken });
}

function redirected({ method, url, headers, body }: Asked, answer: Answered): Asked | undefined {
  const target = [301, 302, 303, 307, 308].includes(answer.status) ? locationOf(answer, url) : undefined;
  if (target === undefined) return undefined;
  const keepsBody = answer.status === 307 || answer.status === 308;
  const sent = redirectedHeaders(headers, { from: url, to: target, keepsBody });
  if (!keepsBody) return { method: method === 'POST' ? 'GET' : method, url: target, headers: sent };
  return { method, url: target, headers: sent, ...(body === undefined ? {} : { body }) };
}

interface Redirect {
  readonly from: string;
  readonly to: string;
  readonly keepsBody: boolean;
}

/** What must not be told to another host. */
const CREDENTIALS = /^(authorization|cookie|www-authenticate)$/;

/** As net/http: credentials stay within a domain, what describes a body goes with it, and nobody behind HTTP learns an HTTPS address. */
function redirectedHeaders(headers: HttpHeaders, { from, to, keepsBody }: Redirect): HttpHeaders {
  const [last, next] = [new URL(from), new URL(to)];
  const isForeign = next.host !== last.host && !isWithin(next.hostname, last.hostname);
  const kept = Object.entries(headers).filter(
    ([name]) => name !== 'referer' && !(isForeign && CREDENTIALS.test(name)) && (keepsBody || !name.startsWith('content-')),
  );
  const isLeak = last.protocol === 'https:' && next.protocol === 'http:';
  return { ...Object.fromEntries(kept), ...(isLeak ? {} : { referer: last.href }) };
}

function isWithin(host: string, domain: string): boolean {
  return host === domain || (host.endsWith(`.${domain}`) && !/[:%]/.test(host));
}
