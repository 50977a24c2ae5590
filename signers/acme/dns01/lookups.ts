import { readBody } from '../../../base/env/body';
import type { Network, RandomStream } from '../../../base/env/ports';
import { goQuote } from '../../../base/go';
import { decodeMessage, encodeMessage } from '../../../base/dns/codec';
import { RCODE, rcodeName, TYPE } from '../../../base/dns/codes';
import type { DnsMessage } from '../../../base/dns/message';
import { ancestry } from '../../../base/dns/name';
import { askServer, queryFor } from '../../../base/dns/query';
import { txtValue } from '../../../base/dns/values';

export interface LookupTools {
  readonly network: Network;
  readonly random: RandomStream;
  /** `host:port`, or a URL of RFC 8484. */
  readonly nameservers: readonly string[];
  /** Whether the servers of a zone are passed over. */
  readonly recursiveOnly: boolean;
}

/** What has to be known of the DNS to present a record and to see it. All reject with cert-manager's texts. */
export interface Lookups {
  /** The last name behind CNAMEs. */
  followed(name: string): Promise<string>;
  /** The zone that a name is in, as its SOA record says. */
  zoneOf(name: string): Promise<string>;
  /** Whether every server that counts has the value. */
  propagated(name: string, value: string): Promise<boolean>;
}

// cert-manager's, for machines that name none.
const PUBLIC_SERVERS = ['8.8.8.8:53', '8.8.4.4:53'];
const DNS_MESSAGE = 'application/dns-message';
const TIME_LIMIT = 10_000;

export function createLookups(tools: LookupTools): Lookups {
  const { network, recursiveOnly } = tools;
  const own = network.nameservers?.() ?? [];
  const nameservers = [tools.nameservers, own, PUBLIC_SERVERS].find((servers) => servers.length > 0) ?? PUBLIC_SERVERS;
  const ask = (server: string, name: string, type: number): Promise<DnsMessage> =>
    server.startsWith('https://') ? askOverHttps(server, name, type, tools) : askServer(server, name, type, tools);
  const askAny = (name: string, type: number): Promise<DnsMessage> => firstOf(nameservers, (server) => ask(server, name, type));

  const followed = async (name: string, before: readonly string[] = []): Promise<string> => {
    const { rcode, answers } = await askAny(name, TYPE.CNAME);
    const target = answers.find((record) => record.type === TYPE.CNAME && record.name === name)?.data[0];
    if (rcode !== RCODE.NOERROR || typeof target !== 'string') return name;
    if (before.includes(target)) throw new Error(`Found recursive CNAME record to ${goQuote(target)} when looking up ${goQuote(name)}`);
    return followed(target, [...before, name]);
  };
  const zoneOf = (name: string): Promise<string> => firstOf(nameservers, (server) => zoneAt(server, name));
  const zoneAt = async (server: string, name: string): Promise<string> => {
    for (const domain of ancestry(name)) {
      const { rcode, answers } = await ask(server, domain, TYPE.SOA);
      if (rcode === RCODE.NXDOMAIN) continue;
      if (rcode !== RCODE.NOERROR) {
        const asked = `When querying the SOA record for the domain '${domain}' using nameservers [${nameservers.join(' ')}]`;
        throw new Error(`${asked}, rcode was expected to be 'NOERROR' or 'NXDOMAIN', but got '${rcodeName(rcode)}'`);
      }
      // Behind a CNAME stands the SOA record of another zone (RFC 2181 section 10.1).
      const soa = answers.some(({ type }) => type === TYPE.CNAME) ? undefined : answers.find(({ type }) => type === TYPE.SOA);
      if (soa !== undefined) return soa.name;
    }
    throw new Error(`Could not find the SOA record in the DNS tree for the domain '${name}' using nameservers [${nameservers.join(' ')}]`);
  };
  const authoritative = (name: string): Promise<readonly string[]> =>
    firstOf(nameservers, async (server) => {
      const zone = await zoneAt(server, name).catch((error: unknown) => {
        throw new Error(`Could not determine the zone for ${goQuote(name)}: ${textOf(error)}`, { cause: error });
      });
      const { answers } = await ask(server, zone, TYPE.NS);
      const servers = answers.flatMap(({ type, data: [host] }) => (type === TYPE.NS ? [String(host).toLowerCase()] : []));
      if (servers.length === 0) throw new Error(`Could not determine authoritative nameservers for ${goQuote(name)}`);
      return servers.map((host) => `${host}:53`);
    });
  return {
    ...{ followed, zoneOf },
    async propagated(name, value) {
      const behind = await followed(name);
      for (const server of recursiveOnly ? nameservers : await authoritative(behind)) {
        const { rcode, answers } = await ask(server, behind, TYPE.TXT);
        // A name that is not there yet is only late.
        if (rcode !== RCODE.NOERROR && rcode !== RCODE.NXDOMAIN) throw new Error(`NS ${server} returned ${rcodeName(rcode)} for ${behind}`);
        if (!answers.some((record) => record.type === TYPE.TXT && txtValue(record) === value)) return false;
      }
      return true;
    },
  };
}

/** RFC 8484 section 4.1. */
async function askOverHttps(url: string, name: string, type: number, { network, random }: LookupTools): Promise<DnsMessage> {
  const body = encodeMessage(queryFor(name, type, random));
  const headers = { 'content-type': DNS_MESSAGE, accept: DNS_MESSAGE };
  const response = await network.fetch({ method: 'POST', url, headers, body, timeout: TIME_LIMIT });
  if (response.status !== 200) throw new Error(`dns: server returned HTTP ${response.status} error: ${goQuote(String(response.status))}`);
  const kind = String(response.headers['content-type'] ?? '');
  if (kind !== DNS_MESSAGE) throw new Error(`dns: unexpected Content-Type ${goQuote(kind)}; expected ${goQuote(DNS_MESSAGE)}`);
  return decodeMessage(await readBody(response));
}

/** The first that succeeds; when none does, why the last did not. */
async function firstOf<T>(servers: readonly string[], run: (server: string) => Promise<T>): Promise<T> {
  let last: unknown = new Error('nameservers is required');
  for (const server of servers) {
    try {
      return await run(server);
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
