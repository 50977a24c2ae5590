import assert from 'node:assert/strict';
import { decodeMessage, encodeMessage } from '../../base/dns/codec';
import { CLASS, TYPE } from '../../base/dns/codes';
import { dnsMessage } from '../../base/dns/message';
import { NetworkError } from '../../base/env/network-error';
import { nodeCrypto } from '../../base/env/node/crypto';
import { systemClock } from '../../base/env/node/clock';
import type { DnsExchange, Network } from '../../base/env/ports';
import { seededRandom } from '../../base/env/seeded-random';
import { createDnsServer } from '../../sim/upstreams/dns';
import { DNS_HOST, forwarder, labDns, labResolver } from './lab-dns';

const unused = (): never => {
  throw new Error('only DNS is asked');
};

/** The lab's name server, and a machine whose own one (the second; the first is out of order) knows one name. */
function setUp(outside: Partial<Network> = { nameservers: () => ['broken:53', 'works:53'] }) {
  const asked: string[] = [];
  const real: Network = {
    ...{ fetch: unused, listen: unused, resolve: unused },
    exchangeDns({ host, port, message }: DnsExchange) {
      asked.push(`${host}:${port}`);
      if (host !== 'works') return Promise.reject(new NetworkError('refused', 'connection refused'));
      const { id, questions } = decodeMessage(message);
      const answers = [{ name: 'real.invalid.', type: TYPE.TXT, class: CLASS.IN, ttl: 1, data: [[new TextEncoder().encode('from afar')]] }];
      return Promise.resolve(encodeMessage(dnsMessage({ id, questions, answers, response: true })));
    },
    ...outside,
  };
  const forward = forwarder(real);
  const random = seededRandom(1);
  const dns = createDnsServer({ clock: systemClock, random, crypto: nodeCrypto(), ...(forward === undefined ? {} : { forward }) });
  const network = { ...real, ...labDns(real, () => dns) };
  return { asked, dns, network, resolver: labResolver(network, random, () => dns) };
}

describe('the DNS of a lab', () => {
  it('gives addresses that were set, and leaves other names to the network', async () => {
    const { dns, resolver, asked } = setUp();
    dns.zone.set('www.example.com', 'A', ['192.0.2.1']);
    dns.zone.set('www.example.com', 'AAAA', ['2001:db8::1']);
    dns.zone.set('alias.example.com', 'CNAME', ['www.example.com']);
    for (const [name, addresses] of [
      ['www.example.com', ['192.0.2.1', '2001:db8::1']],
      ['alias.example.com', ['192.0.2.1', '2001:db8::1']],
      ['other.example.com', ['other.example.com']],
      ['real.invalid', ['real.invalid']],
    ] as const) {
      assert.deepEqual(await resolver.addresses?.(name), addresses, name);
    }
    assert.deepEqual(asked, []);
  });

  it("asks this machine's name servers about names that are not its own", async () => {
    const { dns, resolver, asked } = setUp();
    dns.zone.set('a.example.com', 'TXT', ['own']);
    assert.deepEqual([await resolver.txt('a.example.com'), await resolver.txt('real.invalid')], [['own'], ['from afar']]);
    assert.deepEqual(asked, ['broken:53', 'works:53']);
  });

  it('follows a CNAME that leads out of its zones', async () => {
    const { dns, resolver } = setUp();
    dns.zone.set('out.example.com', 'CNAME', ['real.invalid']);
    assert.deepEqual(await resolver.txt('out.example.com'), ['from afar']);
  });

  it('says why a lookup failed', async () => {
    await assert.rejects(setUp({ nameservers: () => [] }).resolver.txt('real.invalid'), {
      message: 'DNS lookup for real.invalid. returned an unsuccessful response: REFUSED',
    });
    await assert.rejects(setUp({ nameservers: () => ['broken:53'] }).resolver.txt('real.invalid'), {
      message: 'DNS lookup for real.invalid. returned an unsuccessful response: SERVFAIL',
    });
  });

  it('is asked under its own name and those of its zones, and says nothing when it was told to', async () => {
    const { dns, network, asked } = setUp();
    const message = encodeMessage(dnsMessage({ id: 1, questions: [{ name: 'example.com.', type: TYPE.SOA, class: CLASS.IN }] }));
    const ask = (host: string) => network.exchangeDns({ host, port: 53, transport: 'tcp', message, timeout: 1000 });
    assert.deepEqual(network.nameservers(), [`${DNS_HOST}:53`]);
    for (const host of [DNS_HOST, 'ns.example.com.', 'NS.example.org'])
      assert.equal(decodeMessage(await ask(host)).answers.length, 1, host);
    dns.faults.add({ fault: { drop: 'answer' } });
    await assert.rejects(ask(DNS_HOST), { failure: 'timeout', message: `read tcp ${DNS_HOST}:53: i/o timeout` });
    await ask('works');
    assert.deepEqual(asked, ['works:53']);
  });
});
