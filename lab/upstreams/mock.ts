import type { CryptoPort } from '../../base/env/crypto';
import type { Handler } from '../../base/env/http';
import type { Environment } from '../../base/env/ports';
import { createResolver } from '../../base/dns/resolver';
import { urlHost } from '../../base/go/address';
import { createServingPair } from '../../pki';
import { serveAuthority, warnOfReach, type AuthorityListeners } from '../../sim/upstreams/common';
import type { AcmeServerOptions } from '../../sim/upstreams/acme';
import { forwarder } from './lab-dns';
import type { UpstreamName } from './upstreams';

/** What can be served alone. */
export type MockName = UpstreamName | 'dns';

export interface MockOptions {
  readonly environment: Environment;
  readonly crypto: CryptoPort;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** @default 0, which picks a free one */
  readonly port?: number;
  readonly warn?: (message: string) => void;
  /** Of the ACME authority alone. */
  readonly acme?: AcmeMockOptions;
}

export interface AcmeMockOptions extends Pick<AcmeServerOptions, 'httpPort' | 'tlsPort' | 'externalAccounts' | 'externalAccountRequired'> {
  /** `host:port` of the name server that validation asks, for addresses too. @default the machine's own resolver */
  readonly dnsServer?: string;
}

export interface Mock {
  readonly url: string;
  /** Steers and inspects: what was asked, faults. On loopback, plain HTTP. */
  readonly control: string;
  /** PEM of the root that its HTTPS chains to. Absent for a name server. */
  readonly ca?: string;
  close(): Promise<void>;
}

const LOOPBACK = ['localhost', '127.0.0.1'];

/** Serves one simulated authority alone: over HTTPS with a root of its own, or DNS over UDP and TCP. */
export function startMock(name: MockName, options: MockOptions): Promise<Mock> {
  return name === 'dns' ? startDns(options) : startAuthority(name, options);
}

async function startAuthority(name: UpstreamName, options: MockOptions): Promise<Mock> {
  const { environment, crypto, host = '127.0.0.1', port = 0, warn, acme } = options;
  const { handle, control } = authorityOf(name, environment, crypto, acme);
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

async function startDns({ environment, crypto, host = '127.0.0.1', port = 0, warn }: MockOptions): Promise<Mock> {
  const { network } = environment;
  const { createDnsServer } = require('../../sim/upstreams/dns') as typeof import('../../sim/upstreams/dns');
  const forward = forwarder(network);
  const server = createDnsServer({ ...environment, crypto, ...(forward === undefined ? {} : { forward }) });
  warnOfReach(host, warn);
  const protocol = await network.listenDns?.({ host, port }, server.handle);
  if (protocol === undefined) throw new Error('this network carries no DNS');
  const control = await network.listen({ host: '127.0.0.1', port: 0 }, server.control);
  return {
    url: `dns://${urlHost(host)}:${protocol.port}`,
    control: control.url,
    async close() {
      await Promise.all([protocol.close(), control.close()]);
    },
  };
}

/** One simulated authority by itself, with its defaults. */
export function authorityOf(
  name: UpstreamName,
  { clock, random, network }: Environment,
  crypto: CryptoPort,
  acme: AcmeMockOptions = {},
): { handle: Handler; control: Handler } {
  const parts = { clock, random, crypto };
  switch (name) {
    case 'acme': {
      const { createAcmeServer } = require('../../sim/upstreams/acme') as typeof import('../../sim/upstreams/acme');
      const { dnsServer, ...more } = acme;
      const servers = (): readonly string[] => (dnsServer === undefined ? (network.nameservers?.() ?? []) : [dnsServer]);
      const resolver = createResolver({ network, random: random.stream('acme-resolver') }, servers);
      // Without a name server of its own, names are found as everything on this machine finds them.
      return createAcmeServer({
        ...parts,
        network,
        resolver: dnsServer === undefined ? { txt: (domain) => resolver.txt(domain) } : resolver,
        ...more,
      });
    }
    case 'vault':
      return (require('../../sim/upstreams/vault') as typeof import('../../sim/upstreams/vault')).createVaultServer(parts);
    case 'venafi-tpp':
      return (require('../../sim/upstreams/venafi-tpp') as typeof import('../../sim/upstreams/venafi-tpp')).createTppServer(parts);
    case 'venafi-cloud':
      return (require('../../sim/upstreams/venafi-cloud') as typeof import('../../sim/upstreams/venafi-cloud')).createCloudServer(parts);
  }
}
