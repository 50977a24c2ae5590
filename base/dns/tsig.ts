import { concatBytes } from '../bytes';
import type { CryptoPort, HashName } from '../env/crypto';
import { hmac } from '../hmac';
import { encodeRecord, locate } from './codec';
import { CLASS, TYPE } from './codes';
import { DnsFormatError, type DnsRecord } from './message';
import { canonicalName } from './name';
import { Writer } from './writer';

/** RFC 8945 section 6, by canonical name. */
export const TSIG_ALGORITHMS: Readonly<Record<string, HashName>> = {
  'hmac-md5.sig-alg.reg.int.': 'MD5',
  'hmac-sha1.': 'SHA-1',
  'hmac-sha224.': 'SHA-224',
  'hmac-sha256.': 'SHA-256',
  'hmac-sha384.': 'SHA-384',
  'hmac-sha512.': 'SHA-512',
};

export interface TsigKey {
  readonly name: string;
  /** One of TSIG_ALGORITHMS. */
  readonly algorithm: string;
  readonly secret: Uint8Array;
}

/** Everything of a TSIG record but the MAC. Times in seconds. */
export interface TsigFacts {
  readonly keyName: string;
  readonly algorithm: string;
  /** Since 1970. */
  readonly time: number;
  readonly fudge: number;
  readonly originalId: number;
  readonly error: number;
  readonly other: Uint8Array;
}

/** A signed message taken apart. */
export interface Signed extends TsigFacts {
  readonly mac: Uint8Array;
  /** The message as it was before it was signed. */
  readonly unsigned: Uint8Array;
}

/** RFC 8945 section 10 recommends it. */
export const FUDGE = 300;

/** The signature's facts; undefined without one. Throws DnsFormatError when it stands anywhere but at the end. */
export function readTsig(bytes: Uint8Array): Signed | undefined {
  const { message, lastRecordAt } = locate(bytes);
  const last = message.additionals.at(-1);
  const earlier = [...message.answers, ...message.authorities, ...message.additionals.slice(0, -1)];
  if (earlier.some(({ type }) => type === TYPE.TSIG)) throw new DnsFormatError('a signature that is not the last record');
  if (last?.type !== TYPE.TSIG) return undefined;
  const [algorithm, time, fudge, mac, originalId, error, other] = last.data;
  if (last.class !== CLASS.ANY || last.ttl !== 0 || typeof algorithm !== 'string' || !(mac instanceof Uint8Array))
    throw new DnsFormatError('a signature without its parts');
  return {
    ...{ keyName: canonicalName(last.name), algorithm: canonicalName(algorithm), mac },
    ...{ time: Number(time), fudge: Number(fudge), originalId: Number(originalId), error: Number(error) },
    other: other instanceof Uint8Array ? other : new Uint8Array(0),
    unsigned: unsigned(bytes.subarray(0, lastRecordAt), Number(originalId), message.additionals.length - 1),
  };
}

/** RFC 8945 section 4.3. `requestMac` for answers to signed requests. */
export function tsigMac(unsigned: Uint8Array, facts: TsigFacts, key: TsigKey, tools: TsigTools): Uint8Array {
  const hash = TSIG_ALGORITHMS[canonicalName(key.algorithm)];
  if (hash === undefined) throw new DnsFormatError(`no such signature algorithm: ${key.algorithm}`);
  const { requestMac } = tools;
  const before = new Writer();
  if (requestMac !== undefined) before.sized(() => before.bytes(requestMac));
  return hmac(hash, key.secret, concatBytes([before.toBytes(), unsigned, variables(facts)]), tools.crypto);
}

export interface TsigTools {
  readonly crypto: CryptoPort;
  readonly requestMac?: Uint8Array;
}

/** The message with a TSIG record at its end; `mac` is empty where nothing can be signed with (RFC 8945 section 5.3.2). */
export function withTsig(unsigned: Uint8Array, facts: TsigFacts, mac: Uint8Array): Uint8Array {
  const { keyName: name, algorithm, time, fudge, originalId, error, other } = facts;
  const record: DnsRecord = {
    ...{ name, type: TYPE.TSIG, class: CLASS.ANY, ttl: 0 },
    data: [algorithm, time, fudge, mac, originalId, error, other],
  };
  const whole = concatBytes([unsigned, encodeRecord(record)]);
  const view = new DataView(whole.buffer);
  view.setUint16(10, view.getUint16(10) + 1);
  return whole;
}

function variables({ keyName, algorithm, time, fudge, error, other }: TsigFacts): Uint8Array {
  const writer = new Writer();
  writer.name(canonicalName(keyName), false);
  writer.number(CLASS.ANY, 2);
  writer.number(0, 4);
  writer.name(canonicalName(algorithm), false);
  writer.number(time, 6);
  writer.number(fudge, 2);
  writer.number(error, 2);
  writer.sized(() => writer.bytes(other));
  return writer.toBytes();
}

// The id may have been changed on the way, and the signature does not count itself.
function unsigned(bytes: Uint8Array, id: number, additionals: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const view = new DataView(copy.buffer);
  view.setUint16(0, id);
  view.setUint16(10, additionals);
  return copy;
}
