import { readBody } from '../../base/env/body';
import type { HttpResponse } from '../../base/env/http';
import type { Clock } from '../../base/env/ports';
import type { Transport } from '../client';
import { sleep } from '../sleep';

// As client-go's rest.Request.
const MOST_RETRIES = 10;

/** Repeats what the server answered with 429 or 5xx and a Retry-After header, after that many seconds, up to 10 times. */
export function retrying(transport: Transport, clock: Clock): Transport {
  return {
    async send(request) {
      for (let attempt = 0; ; attempt++) {
        const response = await transport.send(request);
        const seconds = retryAfter(response);
        if (seconds === undefined || attempt === MOST_RETRIES) return response;
        await readBody(response); // frees the connection
        await sleep(clock, seconds * 1000, request.signal);
      }
    },
  };
}

function retryAfter({ status, headers }: HttpResponse): number | undefined {
  if (status !== 429 && status < 500) return undefined;
  const value = headers['retry-after'];
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
}
