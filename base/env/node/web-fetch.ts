import { NetworkError } from '../network-error';
import type { Network } from '../ports';
import { networkErrorOf } from './network-error';

/**
 * The Network port's `fetch` over the platform's own: what a browser has, and what interceptors such as nock take hold of. It knows
 * nothing of trust bundles and client certificates; the platform's apply.
 */
export function webFetch(): Network['fetch'] {
  return async ({ method, url, headers = {}, body, signal }) => {
    const sent = new Headers();
    for (const [name, value] of Object.entries(headers)) for (const one of [value ?? []].flat()) sent.append(name, one);
    try {
      const init = { method, headers: sent, redirect: 'manual', ...(signal === undefined ? {} : { signal }) } as const;
      const response = await fetch(url, body === undefined ? init : { ...init, body: Uint8Array.from(body) });
      const { status, statusText } = response;
      const bytes = new Uint8Array(await response.arrayBuffer());
      return { status, ...(statusText === '' ? {} : { statusText }), headers: Object.fromEntries(response.headers), body: bytes };
    } catch (error) {
      if (signal?.aborted === true) throw new NetworkError('canceled', 'context canceled', { cause: error });
      throw networkErrorOf(error instanceof Error && error.cause !== undefined ? error.cause : error, new URL(url));
    }
  };
}
