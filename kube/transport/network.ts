import type { Network, TlsOptions } from '../../base/env/ports';
import type { Transport } from '../client';

export interface NetworkTransportOptions {
  readonly network: Network;
  /** `https://host:port`, with a path when the API server stands behind one. */
  readonly server: string;
  readonly tls?: TlsOptions;
  /** The value of the Authorization header, asked for with every request; undefined sends none. */
  readonly authorization?: () => string | undefined;
  /** Sent with every request: impersonation, for one. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/** Reaches an API server over HTTP(S). */
export function networkTransport({ network, server, tls, authorization, headers: fixed = {} }: NetworkTransportOptions): Transport {
  const root = server.replace(/\/+$/, '');
  return {
    async send({ method, path, headers, body, signal }) {
      const credentials = authorization?.();
      return network.fetch({
        method,
        url: root + path,
        headers: { ...headers, ...fixed, ...(credentials === undefined ? {} : { authorization: credentials }) },
        ...(body === undefined ? {} : { body }),
        ...(tls === undefined ? {} : { tls }),
        ...(signal === undefined ? {} : { signal }),
      });
    },
  };
}
