import { exchangeBytes } from '../../base/dns/exchange';
import { createResolver } from '../../base/dns/resolver';
import { canonicalName } from '../../base/dns/name';
import { NetworkError } from '../../base/env/network-error';
import type { DnsHandler, Network, Random } from '../../base/env/ports';
import { TYPE } from '../../base/dns/codes';
import type { AcmeResolver } from '../../sim/upstreams/acme';
import type { DnsServer } from '../../sim/upstreams/dns';

/** Where the engine of a lab and its authorities reach the lab's name server, without a socket. */
export const DNS_HOST = 'dns.csrlab.test';

const SERVER = `${DNS_HOST}:53`;
const FORWARD_LIMIT = 5_000;

/** The DNS as a lab sees it: its own name server first, which asks this machine's about names that are not its own. */
export function labDns(real: Network, dns: () => DnsServer): Required<Pick<Network, 'exchangeDns' | 'nameservers'>> {
  return {
    nameservers: () => [SERVER],
    async exchangeDns({ host, transport, message, ...rest }) {
      if (!isOwn(host, dns())) return exchangeBytes(real, message, { ...rest, transport, server: `${host}:${rest.port}` });
      const answer = await dns().handle(message, transport);
      if (answer === undefined) throw new NetworkError('timeout', `read ${transport} ${host}:${rest.port}: i/o timeout`);
      return answer;
    },
  };
}

/** Passes questions on to the name servers of this machine; undefined where it has none. */
export function forwarder(real: Network): DnsHandler | undefined {
  const servers = real.nameservers?.() ?? [];
  if (real.exchangeDns === undefined || servers.length === 0) return undefined;
  return async (message, transport) => {
    for (const server of servers) {
      const answer = await exchangeBytes(real, message, { server, transport, timeout: FORWARD_LIMIT }).catch(() => undefined);
      if (answer !== undefined) return answer;
    }
    return undefined;
  };
}

/** How the lab's ACME authority finds names. One without an address in the lab is dialled by its name. */
export function labResolver(network: Network, random: Random, dns: () => DnsServer): AcmeResolver {
  const resolver = createResolver({ network, random: random.stream('acme-resolver') }, () => [SERVER]);
  return {
    txt: (name) => resolver.txt(name),
    caa: async (name) => (dns().has(name) ? resolver.caa(name) : []),
    async addresses(name) {
      const found = dns().has(name) ? await resolver.addresses(name) : [];
      return found.length > 0 ? found : [name];
    },
  };
}

/** The server goes by its own name and by those that its zones give it. */
function isOwn(host: string, { zone }: DnsServer): boolean {
  const name = canonicalName(host);
  return name === `${DNS_HOST}.` || zone.records.list().some(({ type, data }) => type === TYPE.NS && data[0] === name);
}
