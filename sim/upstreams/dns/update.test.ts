import assert from 'node:assert/strict';
import { utf8 } from '../../../base/bytes';
import { encodeMessage } from '../../../base/dns/codec';
import { CLASS, OPCODE, RCODE, rcodeName, TYPE } from '../../../base/dns/codes';
import { dnsMessage, type DnsRecord } from '../../../base/dns/message';
import { toHex } from '../../../pki/bytes';
import { NOW, KEY, setUp, txt, every, gone, valuesOf } from '../../../fixtures/dns-client';

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
