import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromHex, toHex } from '../../pki/bytes';
import { utf8 } from '../bytes';
import { formatIp } from '../go/address';
import { CLASS, OPCODE, TYPE } from './codes';
import { decodeMessage, encodeMessage } from './codec';
import { DnsFormatError, dnsMessage, type DnsMessage, type DnsRecord, type RecordField } from './message';
import { ancestry, canonicalName, isWithin, labelsOf, nameOf } from './name';

const u = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 });
const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
const label = fc.uint8Array({ minLength: 1, maxLength: 12 });
const name = fc.array(label, { maxLength: 6 }).map(nameOf);
// An IPv4 address inside IPv6 has its own form.
const ipv6 = fc.uint8Array({ minLength: 16, maxLength: 16 }).filter((octets) => octets[0] !== 0);

const DATA: readonly (readonly [number, fc.Arbitrary<readonly RecordField[]>])[] = [
  [TYPE.A, fc.tuple(fc.uint8Array({ minLength: 4, maxLength: 4 }).map(formatIp))],
  [TYPE.AAAA, fc.tuple(ipv6.map(formatIp))],
  [TYPE.NS, fc.tuple(name)],
  [TYPE.CNAME, fc.tuple(name)],
  [TYPE.SOA, fc.tuple(name, name, u(32), u(32), u(32), u(32), u(32))],
  [TYPE.MX, fc.tuple(u(16), name)],
  [TYPE.SRV, fc.tuple(u(16), u(16), u(16), name)],
  [TYPE.TXT, fc.tuple(fc.array(bytes(255), { minLength: 1, maxLength: 3 }))],
  [TYPE.CAA, fc.tuple(u(8), bytes(15), bytes(40))],
  [TYPE.TSIG, fc.tuple(name, u(48), u(16), bytes(64), u(16), u(16), bytes(8))],
  [65_280, fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }))],
];

const record: fc.Arbitrary<DnsRecord> = fc
  .oneof(
    ...DATA.map(([type, data]) =>
      fc.record({ type: fc.constant(type), data: fc.oneof({ weight: 5, arbitrary: data }, { weight: 1, arbitrary: fc.constant([]) }) }),
    ),
  )
  .chain((typed) =>
    fc.record({ name, class: fc.constantFrom(...Object.values(CLASS)), ttl: u(32) }).map((rest) => ({ ...rest, ...typed })),
  );

const message: fc.Arbitrary<DnsMessage> = fc.record({
  ...{ id: u(16), response: fc.boolean(), opcode: u(4), authoritative: fc.boolean(), truncated: fc.boolean() },
  ...{ recursionDesired: fc.boolean(), recursionAvailable: fc.boolean(), rcode: u(4) },
  questions: fc.array(fc.record({ name, type: u(16), class: u(16) }), { maxLength: 2 }),
  ...{
    answers: fc.array(record, { maxLength: 3 }),
    authorities: fc.array(record, { maxLength: 3 }),
    additionals: fc.array(record, { maxLength: 2 }),
  },
});

describe('DNS messages', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(message, (one) => assert.deepEqual(plain(decodeMessage(encodeMessage(one))), plain(one))),
      { numRuns: 300 },
    );
  });

  it('are refused as such, or read, whatever the bytes are', () => {
    const bent = fc.tuple(message, fc.array(fc.tuple(fc.nat(), u(8)), { maxLength: 4 }), fc.nat());
    fc.assert(
      fc.property(bent, ([one, changes, cut]) => {
        const octets = encodeMessage(one);
        for (const [at, octet] of changes) octets[at % octets.length] = octet;
        try {
          encodeMessage(decodeMessage(octets.subarray(0, octets.length - (cut % 8))));
        } catch (error) {
          assert.ok(error instanceof DnsFormatError, String(error));
        }
      }),
      { numRuns: 500 },
    );
  });

  // RFC 1035 section 4.1.4, its own example of compression.
  it('point to names they have written before', () => {
    const questions = ['F.ISI.ARPA.', 'FOO.F.ISI.ARPA.', 'ARPA.', '.'].map((asked) => ({ name: asked, type: TYPE.A, class: CLASS.IN }));
    const octets = encodeMessage(dnsMessage({ id: 1, questions }));
    const tail = '00010001';
    assert.equal(
      toHex(octets.subarray(12)),
      ['0146034953490441525041' + '00', tail, '03464f4f' + 'c00c', tail, 'c012', tail, '00', tail].join(''),
    );
  });

  it('look as others write them', () => {
    // The update that nsupdate of BIND 9.18 sends for `update add a.example.com 60 TXT hi`.
    const update = dnsMessage({
      id: 0xda61,
      opcode: OPCODE.UPDATE,
      questions: [{ name: 'example.com.', type: TYPE.SOA, class: CLASS.IN }],
      authorities: [{ name: 'a.example.com.', type: TYPE.TXT, class: CLASS.IN, ttl: 60, data: [[utf8('hi')]] }],
    });
    const hex = 'da6128000001000000010000' + '076578616d706c6503636f6d0000060001' + '0161c00c00100001' + '0000003c0003026869';
    assert.equal(toHex(encodeMessage(update)), hex);
    assert.deepEqual(decodeMessage(fromHex(hex)), update);
  });

  for (const [title, hex] of [
    ['a name that points to itself', '000100000001000000000000c00c00010001'],
    ['a name that points forwards', '000100000001000000000000c00e00010001'],
    ['a label of an unknown kind', '00010000000100000000000040410000010001'],
    ['fewer records than it says', '000100000000000100000000'],
    ['bytes behind its end', '00010000000000000000000000'],
    ['an address of five octets', '000100000000000100000000' + '0000010001' + '00000000' + '00050102030405'],
    ['half a header', '00010000'],
  ] as const) {
    it(`are refused with ${title}`, () => assert.throws(() => decodeMessage(fromHex(hex)), DnsFormatError));
  }
});

describe('domain names', () => {
  it('are texts that say every octet', () => {
    fc.assert(
      fc.property(fc.array(label, { maxLength: 6 }), (labels) => assert.deepEqual(labelsOf(nameOf(labels)).map(toHex), labels.map(toHex))),
    );
  });

  it('are the same with or without the last dot, in any case', () => {
    assert.equal(canonicalName('WWW.Example.COM'), canonicalName('www.example.com.'));
  });

  it('are within a zone by labels, not by letters', () => {
    assert.deepEqual(
      ['a.example.com.', 'example.com.', 'badexample.com.', 'a\\.example.com.'].map((one) => isWithin(one, 'example.com.')),
      [...[true, true, false, false]],
    );
    assert.deepEqual(ancestry('a.example.com.'), ['a.example.com.', 'example.com.', 'com.']);
  });

  for (const bad of ['a..b', '.a', `${'x'.repeat(64)}.com`, 'a\\', 'a\\999', 'abcdefg.'.repeat(40)]) {
    it(`are not "${bad.slice(0, 20)}"`, () => assert.throws(() => labelsOf(bad), DnsFormatError));
  }
});

/** Buffers and typed arrays compare as what they hold. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, one: unknown) => (one instanceof Uint8Array ? toHex(one) : one))) as unknown;
}
