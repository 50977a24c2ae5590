import type { CryptoPort } from '../../base/env/crypto';
import type { Handler } from '../../base/env/http';
import type { Environment, Network } from '../../base/env/ports';
import type { KubeClient } from '../../kube/client';
import type { AcmeServer, AcmeServerOptions } from '../../sim/upstreams/acme';
import type { DnsServer, DnsServerOptions } from '../../sim/upstreams/dns';
import type { Edge } from '../../sim/upstreams/edge';
import type { VaultServer, VaultServerOptions } from '../../sim/upstreams/vault';
import type { CloudServer, CloudServerOptions } from '../../sim/upstreams/venafi-cloud';
import type { TppServer, TppServerOptions } from '../../sim/upstreams/venafi-tpp';
import { forwarder, labDns, labResolver } from './lab-dns';

export type UpstreamName = 'acme' | 'vault' | 'venafi-tpp' | 'venafi-cloud';

/** The simulated authorities of a lab, each made when it is first asked for. */
export interface Upstreams {
  readonly acme: AcmeServer;
  readonly vault: VaultServer;
  readonly tpp: TppServer;
  readonly cloud: CloudServer;
  /** The name server that DNS-01 is solved at; it takes updates signed with the key `csrlab`. */
  readonly dns: DnsServer;
  /** The protocol of one of them, which makes it on its first request. */
  handler(name: UpstreamName): Handler;
  stop(): void;
}

type Given = 'clock' | 'random' | 'crypto' | 'network' | 'resolver' | 'reviewToken';

/** How the authorities of a lab behave: what each of them takes when it stands alone. */
export interface UpstreamSettings {
  readonly acme?: Omit<AcmeServerOptions, Given>;
  readonly vault?: Omit<VaultServerOptions, Given>;
  readonly tpp?: Omit<TppServerOptions, Given>;
  readonly cloud?: Omit<CloudServerOptions, Given>;
  readonly dns?: Omit<DnsServerOptions, Given | 'forward'>;
}

/** Where the engine of a lab reaches them, without a socket. */
export const UPSTREAM_HOSTS: Readonly<Record<UpstreamName, string>> = {
  acme: 'acme.csrlab.test',
  vault: 'vault.csrlab.test',
  'venafi-tpp': 'tpp.csrlab.test',
  'venafi-cloud': 'cloud.csrlab.test',
};

const CHALLENGE = '/.well-known/acme-challenge/';

export interface UpstreamsOptions {
  readonly environment: Environment;
  readonly crypto: CryptoPort;
  readonly settings?: UpstreamSettings;
  /** Whose Pods, Services and Ingresses answer ACME challenges, and who reviews Vault's logins. */
  readonly admin: () => KubeClient;
}

export function createUpstreams(options: UpstreamsOptions): { upstreams: Upstreams; network: Network } {
  const { environment, crypto, settings = {}, admin } = options;
  const { clock, random, network: real } = environment;
  const parts = { clock, random, crypto };
  let edge: Edge | undefined;
  let acme: AcmeServer | undefined;
  let vault: VaultServer | undefined;
  let tpp: TppServer | undefined;
  let cloud: CloudServer | undefined;
  let dns: DnsServer | undefined;
  const upstreams: Upstreams = {
    get acme() {
      if (acme !== undefined) return acme;
      const { createAcmeServer } = require('../../sim/upstreams/acme') as typeof import('../../sim/upstreams/acme');
      const { createEdge } = require('../../sim/upstreams/edge') as typeof import('../../sim/upstreams/edge');
      edge = createEdge({ client: admin(), clock, random });
      void edge.start();
      return (acme = createAcmeServer({
        ...settings.acme,
        ...parts,
        network,
        resolver: labResolver(network, random, () => upstreams.dns),
      }));
    },
    get vault() {
      if (vault !== undefined) return vault;
      const module = require('../../sim/upstreams/vault') as typeof import('../../sim/upstreams/vault');
      return (vault = module.createVaultServer({ ...settings.vault, ...parts, reviewToken: module.reviewByCluster(admin()) }));
    },
    get tpp() {
      const module = require('../../sim/upstreams/venafi-tpp') as typeof import('../../sim/upstreams/venafi-tpp');
      return (tpp ??= module.createTppServer({ ...settings.tpp, ...parts }));
    },
    get cloud() {
      const module = require('../../sim/upstreams/venafi-cloud') as typeof import('../../sim/upstreams/venafi-cloud');
      return (cloud ??= module.createCloudServer({ ...settings.cloud, ...parts }));
    },
    get dns() {
      if (dns !== undefined) return dns;
      const { createDnsServer } = require('../../sim/upstreams/dns') as typeof import('../../sim/upstreams/dns');
      const forward = forwarder(real);
      return (dns = createDnsServer({ ...settings.dns, ...parts, ...(forward === undefined ? {} : { forward }) }));
    },
    handler: (name) => (request, peer) => serverOf(upstreams, name).handle(request, peer),
    stop: () => edge?.stop(),
  };
  const network = networkOf(real, upstreams, () => edge?.handle);
  return { upstreams, network };
}

function serverOf(upstreams: Upstreams, name: UpstreamName): { readonly handle: Handler } {
  const servers = {
    acme: () => upstreams.acme,
    vault: () => upstreams.vault,
    'venafi-tpp': () => upstreams.tpp,
    'venafi-cloud': () => upstreams.cloud,
  };
  return servers[name]();
}

/** The network as the lab's engine and its authorities see it: the authorities by name, and solvers behind whatever host is validated. */
function networkOf(real: Network, upstreams: Upstreams, edge: () => Handler | undefined): Network {
  const byHost = new Map(Object.entries(UPSTREAM_HOSTS).map(([name, host]) => [host, upstreams.handler(name as UpstreamName)]));
  return {
    ...real,
    ...labDns(real, () => upstreams.dns),
    fetch(request) {
      const url = new URL(request.url);
      const handler = byHost.get(url.hostname) ?? (url.pathname.startsWith(CHALLENGE) ? edge() : undefined);
      if (handler === undefined) return real.fetch(request);
      const { method, body, signal, headers = {} } = request;
      const path = `${url.pathname}${url.search}`;
      const message = { method, path, headers: { host: url.host, ...headers } };
      return handler({ ...message, ...(body === undefined ? {} : { body }), ...(signal === undefined ? {} : { signal }) }, {});
    },
  };
}
