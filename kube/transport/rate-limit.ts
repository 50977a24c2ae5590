import type { Clock } from '../../base/env/ports';
import type { Transport } from '../client';
import { sleep } from '../sleep';
import { tokenBucket } from '../token-bucket';

export interface RateLimit {
  readonly clock: Clock;
  /** Requests a second in the long run. client-go's default is 5, cert-manager's 20. */
  readonly qps: number;
  /** Requests that may go at once. client-go's default is 10, cert-manager's 50. */
  readonly burst: number;
}

/** client-go's client-side limit: every request, watches included, takes a token and waits for it. */
export function rateLimited(transport: Transport, { clock, qps, burst }: RateLimit): Transport {
  const bucket = tokenBucket(clock, { qps, burst });
  return {
    async send(request) {
      const wait = bucket.reserve();
      if (wait > 0) await sleep(clock, wait, request.signal);
      return transport.send(request);
    },
  };
}
