import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromHex, toHex } from '../../pki/bytes';
import { utf8 } from '../bytes';
import { nodeCrypto } from '../env/node/crypto';
import { encodeMessage } from './codec';
import { CLASS, OPCODE, TYPE } from './codes';
import { DnsFormatError, dnsMessage } from './message';
import { readTsig, TSIG_ALGORITHMS, tsigMac, withTsig, type TsigFacts } from './tsig';

const crypto = nodeCrypto();
const SECRET = utf8('csrlab-tsig-secret');

/** What nsupdate of BIND 9.18 sent with `-y <algorithm>:csrlab:…` for `update add a.example.com 60 TXT hi`. */
const FOREIGN: Readonly<Record<string, string>> = {
  'hmac-md5.sig-alg.reg.int.':
    'f5bc28000001000000010001076578616d706c6503636f6d00000600010161c00c001000010000003c0003026869066373726c61620000fa00ff00000000003a08686d61632d6d6435077369672d616c670372656703696e740000006b064d64012c0010ad79b74917850586857de8732afb171ef5bc00000000',
  'hmac-sha1.':
    'de0228000001000000010001076578616d706c6503636f6d00000600010161c00c001000010000003c0003026869066373726c61620000fa00ff00000000002f09686d61632d736861310000006b064d64012c0014b1736a664b8c01f18eaeda20ff0a66f6aa0efcbfde0200000000',
  'hmac-sha224.':
    'b4e128000001000000010001076578616d706c6503636f6d00000600010161c00c001000010000003c0003026869066373726c61620000fa00ff0000000000390b686d61632d7368613232340000006b064d64012c001cee93770408d975854ee04af951212d7071dcba177223088f8d9779a8b4e100000000',
  'hmac-sha256.':
    '5b5d28000001000000010001076578616d706c6503636f6d00000600010161c00c001000010000003c0003026869066373726c61620000fa00ff00000000003d0b686d61632d7368613235360000006b064d64012c00201ee01a36ba51fed6144aee899f6cfa9ee6e8a6dd3a8952dd31eb8478176c6e495b5d00000000',
  'hmac-sha384.':
    '707528000001000000010001076578616d706c6503636f6d00000600010161c00c001000010000003c0003026869066373726c61620000fa00ff00000000004d0b686d61632d7368613338340000006b064d64012c0030a753bb6ac9416e5482b8a8e4f458bb63cbac1bd886294837617f23e454217edb314e1c1fc3353daf8fdad664886afd97707500000000',
  'hmac-sha512.':
    'c1e628000001000000010001076578616d706c6503636f6d00000600010161c00c001000010000003c0003026869066373726c61620000fa00ff00000000005d0b686d61632d7368613531320000006b064d64012c0040480a5eb29da5e9583eecf6bcfe0c41d208cd61d1a6b07ea6064bc10026fe81d2cc200d10f35d0ef5412187bdf4411633570a35fb913730d8c005aadf5083f92dc1e600000000',
};

const update = encodeMessage(
  dnsMessage({
    id: 7,
    opcode: OPCODE.UPDATE,
    questions: [{ name: 'example.com.', type: TYPE.SOA, class: CLASS.IN }],
    authorities: [{ name: 'a.example.com.', type: TYPE.TXT, class: CLASS.IN, ttl: 60, data: [[utf8('hi')]] }],
  }),
);
const key = { name: 'key.', algorithm: 'hmac-sha256.', secret: SECRET };
const facts: TsigFacts = {
  ...{ keyName: 'key.', algorithm: 'hmac-sha256.', time: 1_795_000_000, fudge: 300, originalId: 7, error: 0 },
  other: new Uint8Array(0),
};
const signed = withTsig(update, facts, tsigMac(update, facts, key, { crypto }));

describe('signatures of DNS messages', () => {
  it('have a foreign vector for every algorithm', () => assert.deepEqual(Object.keys(FOREIGN), Object.keys(TSIG_ALGORITHMS)));

  for (const [algorithm, hex] of Object.entries(FOREIGN)) {
    it(`are nsupdate's, with ${algorithm}`, () => {
      const found = readTsig(fromHex(hex));
      assert.ok(found);
      assert.deepEqual([found.keyName, found.algorithm, found.time, found.fudge], ['csrlab.', algorithm, 0x6b064d64, 300]);
      const mac = tsigMac(found.unsigned, found, { name: 'csrlab.', algorithm, secret: SECRET }, { crypto });
      assert.equal(toHex(mac), toHex(found.mac));
      assert.equal(toHex(withTsig(found.unsigned, found, mac)), hex);
    });
  }

  it('stand for every bit of the message', () => {
    const holds = (bytes: Uint8Array): boolean => {
      const found = readTsig(bytes);
      return found !== undefined && toHex(tsigMac(found.unsigned, found, key, { crypto })) === toHex(found.mac);
    };
    assert.ok(holds(signed));
    fc.assert(
      fc.property(fc.nat({ max: update.length - 3 }), fc.nat({ max: 7 }), (at, bit) => {
        const bent = Uint8Array.from(signed);
        // The first two octets are the id, which may change on the way.
        bent[at + 2] = (bent[at + 2] ?? 0) ^ (1 << bit);
        try {
          return !holds(bent);
        } catch (error) {
          return error instanceof DnsFormatError;
        }
      }),
    );
  });

  it('hold when the id was changed on the way, and not for another request', () => {
    const forwarded = Uint8Array.from(signed);
    forwarded.set([0xaa, 0xbb]);
    assert.equal(toHex(readTsig(forwarded)?.unsigned ?? utf8('')), toHex(update));
    const [one, two] = [utf8('one'), utf8('two')].map((requestMac) => toHex(tsigMac(update, facts, key, { crypto, requestMac })));
    assert.notEqual(one, two);
  });

  it('are absent where there are none, and refused in the middle of a message', () => {
    assert.equal(readTsig(update), undefined);
    assert.throws(() => readTsig(withTsig(signed, facts, utf8('again'))), DnsFormatError);
  });
});
