import type { Handler } from '../../../base/env/http';
import type { FetchRequest, Network } from '../../../base/env/ports';

/** Who answers at `https://host[:port]` or `http://host[:port]`; undefined leaves it to the real network. */
export type Directory = (origin: URL) => Handler | undefined;

/** A network on which some origins lead to handlers without a socket. `others` replace what else the real one does. */
export function virtualNetwork(real: Network, directory: Directory, others: Partial<Network> = {}): Network {
  return {
    ...real,
    ...others,
    fetch(request) {
      const url = new URL(request.url);
      const handler = directory(url);
      return handler === undefined ? real.fetch(request) : handler(requestOf(request, url), {});
    },
  };
}

function requestOf({ method, headers = {}, body, signal }: FetchRequest, url: URL): Parameters<Handler>[0] {
  return {
    method,
    path: `${url.pathname}${url.search}`,
    headers: { host: url.host, ...headers },
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
  };
}
