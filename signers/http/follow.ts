import type { Network, TlsOptions } from '../../base/env/ports';
import type { Clock } from '../../base/env/ports';
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

/** A request as Go's http.Client with a Timeout makes it: redirects are followed, and a POST becomes a GET on most of them. */
export async function follow(asked: Asked, { network, clock, tls, timeout }: FollowOptions): Promise<Answered> {
  const deadline = startDeadline(clock, timeout);
  const line = { network, deadline, ...(tls === undefined ? {} : { tls }) };
  let current = asked;
  try {
    for (let hops = 0; ; hops++) {
      const answer = await exchange(current, line);
      if (answer.broken !== undefined) throw answer.broken;
      const next = redirected(current, answer);
      if (next === undefined) return answer;
      if (hops >= MOST_REDIRECTS - 1) throw new ExchangeError(next, `stopped after ${MOST_REDIRECTS} redirects`, undefined);
      current = next;
    }
  } finally {
    deadline.clear();
  }
}

function redirected({ method, url, headers, body }: Asked, answer: Answered): Asked | undefined {
  const target = [301, 302, 303, 307, 308].includes(answer.status) ? locationOf(answer, url) : undefined;
  if (target === undefined) return undefined;
  const keeps = answer.status === 307 || answer.status === 308;
  return keeps && body !== undefined ? { method, url: target, headers, body } : { method: keeps ? method : 'GET', url: target, headers };
}
