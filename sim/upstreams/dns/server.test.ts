import assert from 'node:assert/strict';
import { utf8 } from '../../../base/bytes';
import { decodeMessage, encodeMessage } from '../../../base/dns/codec';
import { CLASS, OPCODE, RCODE, rcodeName, TYPE } from '../../../base/dns/codes';
import { dnsMessage, type DnsMessage, type DnsRecord } from '../../../base/dns/message';
import { readTsig, tsigMac, withTsig, type TsigKey } from '../../../base/dns/tsig';
import { txtValue } from '../../../base/dns/values';
import { readBody } from '../../../base/env/body';
import { nodeCrypto } from '../../../base/env/node/crypto';
import type { Clock, DnsTransport } from '../../../base/env/ports';
import { seededRandom } from '../../../base/env/seeded-random';
import { toHex } from '../../../pki/bytes';
import { createDnsServer, DEFAULT_KEYS, type DnsServerOptions } from '.';

const crypto = nodeCrypto();
const NOW = Date.UTC(2030, 0, 1);
const KEY = DEFAULT_KEYS.find(({ algorithm }) => algorithm === 'hmac-sha256.') ?? { name: '', algorithm: '', secret: utf8('') };

interface Signing {
  readonly key?: TsigKey;
  /** Seconds that the client's clock is ahead. */
  readonly ahead?: number;
  readonly macLength?: number;
}

function setUp(options: Partial<DnsServerOptions> = {}) {
  const clock: Clock = { now: () => NOW, setTimer: () => ({ cancel: () => undefined }) };
  const server = createDnsServer({ clock, random: seededRandom(1), crypto, ...options });
  const raw = (bytes: Uint8Array, transport: DnsTransport = 'udp') => server.handle(bytes, transport);
  const send = async (message: Partial<DnsMessage>, transport: DnsTransport = 'udp'): Promise<DnsMessage> => {
    const answer = await raw(encodeMessage(dnsMessage({ id: 5, ...message })), transport);
    assert.ok(answer);
    return decodeMessage(answer);
  };
  const query = (name: string, type: keyof typeof TYPE, more: Partial<DnsMessage> = {}, transport: DnsTransport = 'udp') =>
    send({ questions: [{ name, type: TYPE[type], class: CLASS.IN }], ...more }, transport);
  const update = async (message: Partial<DnsMessage>, { key = KEY, ahead = 0, macLength }: Signing = {}) => {
    const questions = [{ name: 'example.com.', type: TYPE.SOA, class: CLASS.IN }];
    const bytes = encodeMessage(dnsMessage({ id: 9, opcode: OPCODE.UPDATE, questions, ...message }));
    const facts = {
      keyName: key.name,
      algorithm: key.algorithm,
      time: NOW / 1000 + ahead,
      fudge: 300,
      originalId: 9,
      error: 0,
      other: utf8(''),
    };
    const mac = tsigMac(bytes, facts, key, { crypto });
    const answer = (await raw(withTsig(bytes, facts, mac.subarray(0, macLength ?? mac.length)))) ?? utf8('');
    const signed = readTsig(answer);
    const known = signed && toHex(tsigMac(signed.unsigned, signed, key, { crypto, requestMac: mac.subarray(0, macLength ?? mac.length) }));
    return { rcode: rcodeName(decodeMessage(answer).rcode), signed, holds: signed !== undefined && known === toHex(signed.mac) };
  };
  const rcodeOf = async (updates: readonly DnsRecord[], answers: readonly DnsRecord[] = []): Promise<string> =>
    (await update({ authorities: updates, answers })).rcode;
  return { server, raw, send, query, update, rcodeOf };
}

type Wish = Partial<DnsRecord>;

const txt = (name: string, value: string, more: Wish = {}): DnsRecord => ({
  ...{ name, type: TYPE.TXT, class: CLASS.IN, ttl: 60, data: [[utf8(value)]] },
  ...more,
});
/** All of a kind, or of a name. */
const every = (name: string, type: number, more: Wish = {}): DnsRecord => ({ name, type, class: CLASS.ANY, ttl: 0, data: [], ...more });
const gone = (name: string, value: string): DnsRecord => txt(name, value, { class: CLASS.NONE, ttl: 0 });
const valuesOf = ({ answers }: DnsMessage): string[] => answers.filter(({ type }) => type === TYPE.TXT).map(txtValue);

describe('a name server of the lab answers', () => {
  it('with records, authoritatively', async () => {
    const { server, query } = setUp();
    server.zone.set('www.example.com', 'A', ['192.0.2.1', '192.0.2.2']);
    const answer = await query('WWW.example.com.', 'A');
    assert.deepEqual([answer.rcode, answer.authoritative, answer.recursionAvailable, answer.id], [RCODE.NOERROR, true, false, 5]);
    assert.deepEqual(
      answer.answers.map(({ name, data }) => [name, ...data]),
      [
        ['WWW.example.com.', '192.0.2.1'],
        ['WWW.example.com.', '192.0.2.2'],
      ],
    );
  });

  it('with the zone when there are none: the name exists, or does not', async () => {
    const { server, query } = setUp();
    server.zone.set('a.b.example.com', 'TXT', ['x']);
    for (const [name, rcode] of [
      ['a.b.example.com.', RCODE.NOERROR],
      ['b.example.com.', RCODE.NOERROR],
      ['c.example.com.', RCODE.NXDOMAIN],
    ] as const) {
      const { answers, authorities, rcode: found } = await query(name, 'A');
      assert.deepEqual([found, answers.length, authorities[0]?.type, authorities[0]?.name], [rcode, 0, TYPE.SOA, 'example.com.'], name);
    }
  });

  it('through CNAMEs as far as its zones go, and by wildcards', async () => {
    const { server, query } = setUp();
    server.zone.set('_acme-challenge.example.com', 'CNAME', ['c.auth.test']);
    server.zone.set('c.auth.test', 'TXT', ['value']);
    server.zone.set('out.example.com', 'CNAME', ['elsewhere.invalid']);
    server.zone.set('*.wild.example.com', 'A', ['192.0.2.9']);
    assert.deepEqual(valuesOf(await query('_acme-challenge.example.com.', 'TXT')), ['value']);
    assert.equal((await query('_acme-challenge.example.com.', 'CNAME')).answers.length, 1);
    const outside = await query('out.example.com.', 'A');
    assert.deepEqual([outside.rcode, outside.answers.map(({ type }) => type)], [RCODE.NOERROR, [TYPE.CNAME]]);
    assert.equal((await query('x.y.wild.example.com.', 'A')).answers[0]?.data[0], '192.0.2.9');
  });

  it('what does not go into a datagram over TCP', async () => {
    const { server, query } = setUp();
    server.zone.set(
      'big.example.com',
      'TXT',
      Array.from({ length: 20 }, (_, i) => `${i}`.padEnd(200, 'x')),
    );
    const cut = await query('big.example.com.', 'TXT');
    assert.deepEqual([cut.truncated, cut.answers.length], [true, 0]);
    assert.equal((await query('big.example.com.', 'TXT', {}, 'tcp')).answers.length, 20);
    server.zone.set('mid.example.com', 'TXT', ['x'.repeat(700)]);
    const edns = { additionals: [{ name: '.', type: TYPE.OPT, class: 4096, ttl: 0, data: [] }] };
    assert.deepEqual(
      [(await query('mid.example.com.', 'TXT')).truncated, valuesOf(await query('mid.example.com.', 'TXT', edns))[0]?.length],
      [true, 700],
    );
  });

  it('for others only what it may ask them', async () => {
    const asked: Uint8Array[] = [];
    const { query } = setUp({
      forward: async (message) => {
        asked.push(message);
        return encodeMessage(dnsMessage({ id: 5, response: true, answers: [txt('a.invalid.', 'from afar')] }));
      },
    });
    assert.equal((await query('a.invalid.', 'TXT')).rcode, RCODE.REFUSED);
    assert.deepEqual(valuesOf(await query('a.invalid.', 'TXT', { recursionDesired: true })), ['from afar']);
    await query('a.example.com.', 'TXT', { recursionDesired: true });
    assert.equal(asked.length, 1);
    const down = setUp({ forward: () => Promise.reject(new Error('no route')) });
    assert.equal((await down.query('a.invalid.', 'TXT', { recursionDesired: true })).rcode, RCODE.SERVFAIL);
  });

  it('refuses what it does not do', async () => {
    const { send, query, raw } = setUp();
    assert.equal((await query('a.invalid.', 'TXT')).rcode, RCODE.REFUSED);
    assert.equal((await query('example.com.', 'AXFR')).rcode, RCODE.REFUSED);
    assert.equal((await send({ opcode: 4 })).rcode, RCODE.NOTIMP);
    assert.equal((await send({})).rcode, RCODE.FORMERR);
    assert.equal(decodeMessage((await raw(Uint8Array.of(0, 7, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0))) ?? utf8('')).rcode, RCODE.FORMERR);
    assert.equal(await raw(Uint8Array.of(1, 2, 3)), undefined);
    assert.equal(await raw(encodeMessage(dnsMessage({ id: 1, response: true }))), undefined);
  });
});

describe('a name server of the lab is updated', () => {
  it('by signed messages, and signs its answers', async () => {
    const { update, query } = setUp();
    const before = (await query('example.com.', 'SOA')).answers[0]?.data[2];
    const answer = await update({ authorities: [txt('a.example.com.', 'one'), txt('a.example.com.', 'two')] });
    assert.deepEqual([answer.rcode, answer.holds], ['NOERROR', true]);
    assert.deepEqual(valuesOf(await query('a.example.com.', 'TXT')), ['one', 'two']);
    assert.equal((await query('example.com.', 'SOA')).answers[0]?.data[2], Number(before) + 1);
    await update({ authorities: [gone('a.example.com.', 'one')] });
    assert.deepEqual(valuesOf(await query('a.example.com.', 'TXT')), ['two']);
    await update({ authorities: [every('a.example.com.', TYPE.TXT)] });
    assert.equal((await query('a.example.com.', 'TXT')).rcode, RCODE.NXDOMAIN);
  });

  it('and its serial stays when nothing changes', async () => {
    const { rcodeOf, query } = setUp();
    const serial = async () => (await query('example.com.', 'SOA')).answers[0]?.data[2];
    const before = await serial();
    assert.equal(await rcodeOf([gone('a.example.com.', 'never there')]), 'NOERROR');
    assert.equal(await serial(), before);
  });

  it('all at once or not at all', async () => {
    const { rcodeOf, server } = setUp();
    assert.equal(await rcodeOf([txt('a.example.com.', 'x'), txt('a.example.org.', 'y')]), 'NOTZONE');
    assert.deepEqual(server.zone.get('a.example.com', 'TXT'), []);
  });

  it('but its apex keeps its name server and its SOA record, and a CNAME stands alone', async () => {
    const { rcodeOf, server } = setUp();
    assert.equal(
      await rcodeOf([every('example.com.', TYPE.ANY), every('example.com.', TYPE.NS), every('example.com.', TYPE.SOA)]),
      'NOERROR',
    );
    const ns: DnsRecord = { name: 'example.com.', type: TYPE.NS, class: CLASS.NONE, ttl: 0, data: ['ns.example.com.'] };
    assert.equal(await rcodeOf([ns]), 'NOERROR');
    assert.deepEqual(server.zone.get('example.com', 'NS'), ['ns.example.com']);
    assert.equal(server.zone.records.get('example.com', TYPE.SOA).length, 1);
    server.zone.set('alias.example.com', 'CNAME', ['a.example.com']);
    assert.equal(await rcodeOf([txt('alias.example.com.', 'x')]), 'NOERROR');
    assert.deepEqual(server.zone.get('alias.example.com', 'TXT'), []);
  });

  for (const [title, prerequisite, rcode] of [
    ['the name is in use', every('a.example.com.', TYPE.ANY), 'NOERROR'],
    ['another name is in use', every('b.example.com.', TYPE.ANY), 'NXDOMAIN'],
    ['the name is not in use', every('a.example.com.', TYPE.ANY, { class: CLASS.NONE }), 'YXDOMAIN'],
    ['the name has such records', every('a.example.com.', TYPE.A), 'NXRRSET'],
    ['the name has no such records', every('a.example.com.', TYPE.TXT, { class: CLASS.NONE }), 'YXRRSET'],
    ['the name has this record', txt('a.example.com.', 'held', { ttl: 0 }), 'NOERROR'],
    ['the name has another record', txt('a.example.com.', 'other', { ttl: 0 }), 'NXRRSET'],
    ['a foreign name is in use', every('a.example.org.', TYPE.ANY), 'NOTZONE'],
    ['a prerequisite has a time to live', every('a.example.com.', TYPE.ANY, { ttl: 1 }), 'FORMERR'],
    ['a prerequisite has data where none belongs', txt('a.example.com.', 'x', { class: CLASS.ANY, ttl: 0 }), 'FORMERR'],
  ] as const) {
    it(`if ${title}: ${rcode}`, async () => {
      const { server, rcodeOf } = setUp();
      server.zone.set('a.example.com', 'TXT', ['held']);
      assert.equal(await rcodeOf([txt('new.example.com.', 'x')], [prerequisite]), rcode);
      assert.deepEqual(server.zone.get('new.example.com', 'TXT'), rcode === 'NOERROR' ? ['x'] : []);
    });
  }

  it('never with records that are none', async () => {
    const { rcodeOf } = setUp();
    assert.equal(await rcodeOf([txt('a.example.com.', 'x', { type: TYPE.ANY, data: [] })]), 'FORMERR');
    assert.equal(await rcodeOf([every('a.example.com.', TYPE.TXT, { ttl: 1 })]), 'FORMERR');
    assert.equal(await rcodeOf([txt('a.example.com.', 'x', { class: 3 })]), 'FORMERR');
  });
});

describe('a name server of the lab refuses', () => {
  const updates = [txt('a.example.com.', 'x')];
  const named = ({ rcode, signed, holds }: { rcode: string; signed: { error: number } | undefined; holds: boolean }) => [
    rcode,
    rcodeName(signed?.error ?? 0),
    holds,
  ];

  it('updates without a signature', async () => {
    const { send } = setUp();
    const questions = [{ name: 'example.com.', type: TYPE.SOA, class: CLASS.IN }];
    assert.equal((await send({ opcode: OPCODE.UPDATE, questions, authorities: updates })).rcode, RCODE.REFUSED);
  });

  for (const [title, signing, error, holds] of [
    ['a key that it does not know', { key: { ...KEY, name: 'stranger.' } }, 'BADKEY', false],
    ['an algorithm that the key is not for', { key: { ...KEY, algorithm: 'hmac-sha1.' } }, 'BADKEY', false],
    ['a signature of another secret', { key: { ...KEY, secret: utf8('guessed') } }, 'BADSIG', false],
    ['a clock that is behind', { ahead: -301 }, 'BADTIME', true],
    ['a clock that is ahead', { ahead: 301 }, 'BADTIME', true],
    ['half a signature', { macLength: 16 }, 'BADTRUNC', true],
  ] as const) {
    it(`${title}: ${error}`, async () => {
      const { update, server } = setUp({ keys: [KEY] });
      const answer = await update({ authorities: updates }, signing);
      assert.deepEqual(named(answer), ['NOTAUTH', error, holds]);
      assert.deepEqual(server.zone.get('a.example.com', 'TXT'), []);
    });
  }

  it('less than half a signature: FORMERR', async () => {
    const { update } = setUp();
    assert.deepEqual(named(await update({ authorities: updates }, { macLength: 10 })), ['FORMERR', 'NOERROR', false]);
  });

  it('tells a client with a wrong clock what time it is', async () => {
    const { update } = setUp();
    const { signed } = await update({ authorities: updates }, { ahead: 1000 });
    assert.deepEqual([signed?.time, parseInt(toHex(signed?.other ?? utf8('')), 16)], [NOW / 1000 + 1000, NOW / 1000]);
  });

  for (const [title, name, rcode] of [
    ['a zone of somebody else', 'example.dev.', 'NOTAUTH'],
    ['a name that is no zone', 'www.example.com.', 'NOTAUTH'],
  ] as const) {
    it(`${title}: ${rcode}`, async () => {
      const { update } = setUp();
      assert.equal((await update({ questions: [{ name, type: TYPE.SOA, class: CLASS.IN }], authorities: updates })).rcode, rcode);
    });
  }

  it('what names no zone: FORMERR', async () => {
    const { update } = setUp();
    assert.equal((await update({ questions: [{ name: 'example.com.', type: TYPE.A, class: CLASS.IN }] })).rcode, 'FORMERR');
  });

  it('whatever it was asked to refuse, once', async () => {
    const { server, query } = setUp();
    server.faults.add({ match: { operation: 'query' }, fault: { protocol: 'SERVFAIL' } });
    assert.equal((await query('a.example.com.', 'A')).rcode, RCODE.SERVFAIL);
    assert.equal((await query('a.example.com.', 'A')).rcode, RCODE.NXDOMAIN);
    server.faults.add({ fault: { drop: 'request' } });
    const message = encodeMessage(dnsMessage({ id: 1, questions: [{ name: 'a.example.com.', type: TYPE.A, class: CLASS.IN }] }));
    assert.equal(await server.handle(message, 'udp'), undefined);
    assert.deepEqual(
      server.log.list().map(({ method, path, operation, answer }) => [method, path, operation, answer?.reason]),
      [
        ['UDP', 'a.example.com.', 'query', 'SERVFAIL'],
        ['UDP', 'a.example.com.', 'query', 'NXDOMAIN'],
        ['UDP', 'a.example.com.', 'query', undefined],
      ],
    );
  });
});

describe('the control surface of a name server', () => {
  it('writes and shows records', async () => {
    const { server } = setUp();
    const ask = async (method: string, path: string, body?: unknown) => {
      const sent = body === undefined ? {} : { body: utf8(JSON.stringify(body)) };
      const response = await server.control({ method, path, headers: {}, ...sent }, {});
      return `${response.status} ${new TextDecoder().decode(await readBody(response))}`;
    };
    assert.equal(await ask('PUT', '/records/www.example.com/a', ['192.0.2.1']), '204 ');
    assert.equal(await ask('GET', '/records/www.example.com/A'), '200 ["192.0.2.1"]');
    assert.equal(await ask('POST', '/records/www.example.com/A', ['192.0.2.2']), '204 ');
    assert.deepEqual(server.zone.get('www.example.com', 'A'), ['192.0.2.1', '192.0.2.2']);
    assert.match(await ask('GET', '/records'), /"www\.example\.com\.":\{"A":\["192\.0\.2\.1","192\.0\.2\.2"\]\}/);
    assert.match(await ask('PUT', '/records/www.example.com/A', ['nonsense']), /^400 A records of www\.example\.com cannot be written/);
    assert.match(await ask('PUT', '/records/www.example.com/MX', []), /^400 records of the type MX are not written here/);
    assert.match(await ask('PUT', '/records/www.example.com/A', 'x'), /^400 the values of a name are written as a list/);
    assert.equal(await ask('DELETE', '/records/www.example.com/A'), '204 ');
    assert.deepEqual(server.zone.get('www.example.com', 'A'), []);
  });
});
