import assert from 'node:assert/strict';
import { utf8 } from '../../../base/bytes';
import { decodeMessage, encodeMessage } from '../../../base/dns/codec';
import { RCODE } from '../../../base/dns/codes';
import { dnsMessage } from '../../../base/dns/message';
import { NetworkError } from '../../../base/env/network-error';
import { nodeCrypto } from '../../../base/env/node/crypto';
import type { Clock, DnsExchange, DnsHandler } from '../../../base/env/ports';
import { seededRandom } from '../../../base/env/seeded-random';
import { ApiError } from '../../../kube/api-error';
import type { KubeClient } from '../../../kube/client';
import { Resources } from '../../../kube/resources';
import type { JsonObject } from '../../../kube/json';
import { createDnsServer } from '../../../sim/upstreams/dns';
import { rfc2136Provider } from './rfc2136';

const crypto = nodeCrypto();
const clock: Clock = { now: () => Date.UTC(2030, 0, 1), setTimer: () => ({ cancel: () => undefined }) };
const unused = (): never => {
  throw new Error('the API server is not asked');
};
const client = new Proxy({}, { get: unused }) as KubeClient;
const SECRETS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  tsig: { good: btoa('csrlab-tsig-secret'), wrong: btoa('guessed'), broken: 'not base64!', empty: '' },
};
const record = { domain: 'www.example.com', name: '_acme-challenge.www.example.com.', zone: 'example.com.', value: 'digest' };
const SIGNED = {
  nameserver: 'ns.test',
  tsigKeyName: 'csrlab',
  tsigAlgorithm: 'HMACSHA256',
  tsigSecretSecretRef: { name: 'tsig', key: 'good' },
};

function setUp(config: JsonObject, handler?: DnsHandler) {
  const server = createDnsServer({ clock, random: seededRandom(1), crypto });
  const sent: DnsExchange[] = [];
  const provider = rfc2136Provider({
    ...{ client, clock, crypto, random: seededRandom(2).stream('test'), namespace: 'default', config },
    network: {
      fetch: unused,
      listen: unused,
      resolve: unused,
      exchangeDns: async (exchange) => {
        sent.push(exchange);
        const answer = await (handler ?? server.handle)(exchange.message, exchange.transport);
        return answer ?? Promise.reject(new NetworkError('timeout', 'read udp ns.test:53: i/o timeout'));
      },
    },
    readSecret: (name) => {
      const data = SECRETS[name];
      if (data === undefined) return Promise.reject(ApiError.notFound(Resources.secrets, name));
      return Promise.resolve({
        metadata: { name },
        data: Object.fromEntries(Object.entries(data).map(([key, text]) => [key, btoa(text)])),
      });
    },
  });
  return { provider, sent, values: () => server.zone.get(record.name, 'TXT'), server };
}

describe('the RFC 2136 provider', () => {
  for (const [algorithm, protocol] of [
    ['HMACMD5', 'UDP'],
    ['HMACSHA1', 'TCP'],
    ['hmacsha256', 'UDP'],
    ['HMACSHA512', 'TCP'],
    ['', ''],
  ] as const) {
    it(`adds a value and takes only that away, with ${algorithm || 'the default algorithm'} over ${protocol || 'the default protocol'}`, async () => {
      const { provider, sent, values, server } = setUp({ ...SIGNED, tsigAlgorithm: algorithm, protocol });
      server.zone.set(record.name, 'TXT', ['of somebody else']);
      await provider.present(record);
      assert.deepEqual(values(), ['of somebody else', 'digest']);
      await provider.cleanUp(record);
      assert.deepEqual(values(), ['of somebody else']);
      const [first] = sent;
      assert.deepEqual(
        [first?.transport, first?.host, first?.port, first?.timeout],
        [protocol === 'TCP' ? 'tcp' : 'udp', 'ns.test', 53, 2000],
      );
    });
  }

  it('sends a record that lives for a minute, to the port that is named', async () => {
    const { provider, sent } = setUp({ ...SIGNED, nameserver: '[2001:db8::1]:5353' });
    await provider.present(record);
    const [first] = sent;
    assert.deepEqual([first?.host, first?.port], ['2001:db8::1', 5353]);
    assert.equal(decodeMessage(first?.message ?? utf8('')).authorities[0]?.ttl, 60);
  });

  it('signs nothing without a key, or with an empty one', async () => {
    for (const config of [{ nameserver: 'ns.test' }, { ...SIGNED, tsigSecretSecretRef: { name: 'tsig', key: 'empty' } }]) {
      const { provider, sent } = setUp(config);
      await assert.rejects(provider.present(record), { message: 'DNS update failed. Server replied: REFUSED' });
      assert.deepEqual(decodeMessage(sent[0]?.message ?? utf8('')).additionals, []);
    }
  });

  const secret = (key: string) => ({ ...SIGNED, tsigSecretSecretRef: { name: 'tsig', key } });
  for (const [title, config, message, zone] of [
    ['without a name server', { ...SIGNED, nameserver: ' ' }, 'RFC2136 nameserver missing'],
    ['without a host', { ...SIGNED, nameserver: ':53' }, 'RFC2136 nameserver has no host defined, :53'],
    [
      'with a bare IPv6 address',
      { ...SIGNED, nameserver: '2001:db8::1' },
      'RFC2136 nameserver is invalid: address 2001:db8::1: too many colons in address',
    ],
    ['with another algorithm', { ...SIGNED, tsigAlgorithm: 'HMACSHA3' }, "algorithm 'HMACSHA3' is not supported"],
    ['without the Secret', { ...SIGNED, tsigSecretSecretRef: { name: 'none', key: 'x' } }, 'secrets "none" not found'],
    [
      'without a key of the Secret',
      { ...SIGNED, tsigSecretSecretRef: { name: 'tsig' } },
      'key of data in Secret resource must be specified',
    ],
    ['with a key the Secret lacks', secret('other'), 'data entry with key "other" not found in secret'],
    [
      'with a secret that is no base64',
      secret('broken'),
      'DNS update failed: error decoding the provided TSIG secret: illegal base64 data at input byte 3',
    ],
    ['with the wrong secret', secret('wrong'), 'DNS update failed: dns: bad signature'],
    ['with an unknown key', { ...SIGNED, tsigKeyName: 'stranger' }, 'DNS update failed: dns: bad signature'],
    ['in a zone of somebody else', SIGNED, 'DNS update failed. Server replied: NOTAUTH', 'example.dev.'],
    ['outside the zone', SIGNED, 'DNS update failed. Server replied: NOTZONE', 'example.org.'],
  ] as const) {
    it(`fails ${title}`, async () => {
      const { provider } = setUp(config);
      await assert.rejects(provider.present({ ...record, ...(zone === undefined ? {} : { zone }) }), { message });
    });
  }

  it('fails when nobody answers, and when a server that signs has another clock', async () => {
    await assert.rejects(setUp(SIGNED, () => Promise.resolve(undefined)).provider.present(record), {
      message: 'DNS update failed: read udp ns.test:53: i/o timeout',
    });
    const late = createDnsServer({ clock: { ...clock, now: () => clock.now() + 200_000 }, random: seededRandom(1), crypto });
    const ahead = createDnsServer({ clock: { ...clock, now: () => clock.now() + 400_000 }, random: seededRandom(1), crypto });
    await setUp(SIGNED, late.handle).provider.present(record);
    // The server says BADTIME with the client's own time, so that the answer is taken.
    await assert.rejects(setUp(SIGNED, ahead.handle).provider.present(record), { message: 'DNS update failed. Server replied: NOTAUTH' });
  });

  it('believes an answer without a signature', async () => {
    const answer = (message: Uint8Array) =>
      encodeMessage(dnsMessage({ id: decodeMessage(message).id, response: true, rcode: RCODE.SERVFAIL }));
    const { provider } = setUp(SIGNED, (message) => Promise.resolve(answer(message)));
    await assert.rejects(provider.present(record), { message: 'DNS update failed. Server replied: SERVFAIL' });
  });
});
