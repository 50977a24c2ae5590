import type { CryptoPort } from '../../base/env/crypto';
import type { Handler } from '../../base/env/http';
import type { Environment } from '../../base/env/ports';
import { createServingPair } from '../../pki';
import { serveAuthority, type AuthorityListeners } from '../../sim/upstreams/common';
import type { UpstreamName } from './upstreams';

export interface MockOptions {
  readonly environment: Environment;
  readonly crypto: CryptoPort;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** @default 0, which picks a free one */
  readonly port?: number;
  readonly warn?: (message: string) => void;
}

export interface Mock {
  readonly url: string;
  /** Steers and inspects: what was asked, faults. On loopback, plain HTTP. */
  readonly control: string;
  /** PEM of the root that its HTTPS chains to. */
  readonly ca: string;
  close(): Promise<void>;
}

const LOOPBACK = ['localhost', '127.0.0.1'];

/** Serves one simulated authority alone, over HTTPS with a root of its own. */
export async function startMock(name: UpstreamName, options: MockOptions): Promise<Mock> {
  const { environment, crypto, host = '127.0.0.1', port = 0, warn } = options;
  const { handle, control } = authorityOf(name, environment, crypto);
  const { ca, cert, key } = createServingPair(
    { clock: environment.clock, authority: 'csrlab mock test root', server: 'csrlab mock test server', hosts: [...LOOPBACK, host] },
    { random: environment.random.stream('mock-certificate'), crypto },
  );
  const listeners: AuthorityListeners = await serveAuthority({
    ...{ network: environment.network, handle, control, host, port, tls: { cert, key } },
    ...(warn === undefined ? {} : { warn }),
  });
  return { url: listeners.protocol.url, control: listeners.control.url, ca, close: () => listeners.close() };
}

/** One simulated authority by itself, with its defaults. */
export function authorityOf(
  name: UpstreamName,
  { clock, random, network }: Environment,
  crypto: CryptoPort,
): { handle: Handler; control: Handler } {
  const parts = { clock, random, crypto };
  switch (name) {
    case 'acme': {
      const { createAcmeServer } = require('../../sim/upstreams/acme') as typeof import('../../sim/upstreams/acme');
      const resolver = { txt: (domain: string) => network.resolveTxt?.(domain) ?? Promise.resolve([]) };
      return createAcmeServer({ ...parts, network, resolver });
    }
    case 'vault':
      return (require('../../sim/upstreams/vault') as typeof import('../../sim/upstreams/vault')).createVaultServer(parts);
    case 'venafi-tpp':
      return (require('../../sim/upstreams/venafi-tpp') as typeof import('../../sim/upstreams/venafi-tpp')).createTppServer(parts);
    case 'venafi-cloud':
      return (require('../../sim/upstreams/venafi-cloud') as typeof import('../../sim/upstreams/venafi-cloud')).createCloudServer(parts);
  }
}
