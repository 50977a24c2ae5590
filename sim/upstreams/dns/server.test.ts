import assert from 'node:assert/strict';
import { utf8 } from '../../../base/bytes';
import { decodeMessage, encodeMessage } from '../../../base/dns/codec';
import { RCODE, TYPE } from '../../../base/dns/codes';
import { dnsMessage } from '../../../base/dns/message';
import { readBody } from '../../../base/env/body';
import { setUp, txt, valuesOf } from '../../../fixtures/dns-client';

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
