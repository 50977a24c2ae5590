import assert from 'node:assert/strict';
import { NetworkError } from '../../../base/env/network-error';
import { nodeCrypto } from '../../../base/env/node/crypto';
import type { Clock, DnsExchange, Network } from '../../../base/env/ports';
import { seededRandom } from '../../../base/env/seeded-random';
import { createDnsServer, type DnsServer } from '../../../sim/upstreams/dns';
import { createLookups, type LookupTools } from './lookups';

const clock: Clock = { now: () => Date.UTC(2030, 0, 1), setTimer: () => ({ cancel: () => undefined }) };
const unused = (): never => {
  throw new Error('only DNS is asked');
};

/** Name servers by host; others do not answer. */
function setUp(servers: (own: DnsServer) => Readonly<Record<string, DnsServer>>, more: Partial<LookupTools> = {}) {
  const dns = createDnsServer({ clock, random: seededRandom(1), crypto: nodeCrypto() });
  const asked: string[] = [];
  const exchangeDns = async ({ host, port, transport, message }: DnsExchange): Promise<Uint8Array> => {
    asked.push(`${transport} ${host}:${port}`);
    const answer = await servers(dns)[host]?.handle(message, transport);
    return answer ?? Promise.reject(new NetworkError('timeout', `read ${transport} ${host}:${port}: i/o timeout`));
  };
  const network: Network = { fetch: unused, listen: unused, resolve: unused, exchangeDns, nameservers: () => ['resolver:53'] };
  const tools = { network, random: seededRandom(2).stream('test'), nameservers: [], recursiveOnly: false, ...more };
  return { dns, asked, lookups: createLookups(tools) };
}

const NAME = '_acme-challenge.www.example.com.';
const both = (dns: DnsServer) => ({ resolver: dns, 'ns.example.com.': dns });

describe('lookups for DNS-01', () => {
  it('find the zone above a name, also from behind a CNAME', async () => {
    const { dns, lookups } = setUp(both);
    assert.equal(await lookups.zoneOf(NAME), 'example.com.');
    dns.zone.set('www.example.com', 'CNAME', ['www.example.org']);
    assert.equal(await lookups.zoneOf(NAME), 'example.com.');
  });

  it('ask the servers of the zone for the value', async () => {
    const { dns, asked, lookups } = setUp(both);
    assert.equal(await lookups.propagated(NAME, 'digest'), false);
    dns.zone.set(NAME, 'TXT', ['other', 'digest']);
    assert.equal(await lookups.propagated(NAME, 'digest'), true);
    assert.equal(asked.at(-1), 'udp ns.example.com.:53');
  });

  it('ask only the recursive servers when told so', async () => {
    const { dns, asked, lookups } = setUp((own) => ({ one: own, two: own }), { nameservers: ['one:5353', 'two:53'], recursiveOnly: true });
    dns.zone.set(NAME, 'TXT', ['digest']);
    assert.equal(await lookups.propagated(NAME, 'digest'), true);
    assert.deepEqual(asked, ['udp one:5353', 'udp one:5353', 'udp two:53']);
  });

  it('follow CNAMEs, but not in circles', async () => {
    const { dns, lookups } = setUp((own) => ({ ...both(own), 'ns.test.': own }));
    dns.zone.set(NAME, 'CNAME', ['a.auth.test']);
    dns.zone.set('a.auth.test', 'TXT', ['digest']);
    assert.equal(await lookups.followed(NAME), 'a.auth.test.');
    assert.equal(await lookups.propagated(NAME, 'digest'), true);
    dns.zone.set('a.auth.test', 'TXT', []);
    dns.zone.set('a.auth.test', 'CNAME', [NAME]);
    await assert.rejects(lookups.followed(NAME), {
      message: `Found recursive CNAME record to "${NAME}" when looking up "a.auth.test."`,
    });
  });

  it('ask the next server, and over TCP, when one does not answer', async () => {
    const { asked, lookups } = setUp((own) => ({ second: own }), { nameservers: ['first:53', 'second:53'] });
    assert.equal(await lookups.zoneOf('example.com.'), 'example.com.');
    assert.deepEqual(asked, ['udp first:53', 'tcp first:53', 'udp second:53']);
  });

  it('say what went wrong as cert-manager does', async () => {
    const silent = setUp(() => ({}));
    await assert.rejects(silent.lookups.zoneOf(NAME), { message: 'read tcp resolver:53: i/o timeout' });
    const refused = setUp(both);
    await assert.rejects(refused.lookups.zoneOf('a.invalid.'), {
      message:
        "When querying the SOA record for the domain 'a.invalid.' using nameservers [resolver:53], rcode was expected to be 'NOERROR' or 'NXDOMAIN', but got 'REFUSED'",
    });
    await assert.rejects(
      refused.lookups.propagated('a.invalid.', 'x'),
      /^Error: Could not determine the zone for "a\.invalid\.": When querying/,
    );
    refused.dns.zone.set('example.com', 'NS', []);
    await assert.rejects(refused.lookups.propagated(NAME, 'x'), {
      message: `Could not determine authoritative nameservers for "${NAME}"`,
    });
    const broken = setUp(both, { recursiveOnly: true });
    broken.dns.faults.add({ after: 1, fault: { protocol: 'SERVFAIL' } });
    await assert.rejects(broken.lookups.propagated(NAME, 'x'), { message: `NS resolver:53 returned SERVFAIL for ${NAME}` });
  });

  it('ask servers that speak HTTPS', async () => {
    const dns = createDnsServer({ clock, random: seededRandom(1), crypto: nodeCrypto() });
    let status = 200;
    const network: Network = {
      ...{ listen: unused, resolve: unused },
      fetch: async ({ body = new Uint8Array(0), headers = {} }) => ({
        ...{ status, headers: { 'content-type': String(headers.accept) } },
        body: (await dns.handle(body, 'tcp')) ?? new Uint8Array(0),
      }),
    };
    const lookups = createLookups({
      network,
      random: seededRandom(2).stream('x'),
      nameservers: ['https://dns.test/dns-query'],
      recursiveOnly: true,
    });
    assert.equal(await lookups.zoneOf(NAME), 'example.com.');
    status = 503;
    await assert.rejects(lookups.zoneOf(NAME), /^Error: dns: server returned HTTP 503/);
  });
});
