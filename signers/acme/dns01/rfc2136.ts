import { utf8 } from '../../../base/bytes';
import { decodeBase64, goQuote } from '../../../base/go';
import { decodeMessage, encodeMessage } from '../../../base/dns/codec';
import { CLASS, OPCODE, RCODE, rcodeName, TYPE } from '../../../base/dns/codes';
import { exchangeBytes } from '../../../base/dns/exchange';
import { dnsMessage, type DnsRecord } from '../../../base/dns/message';
import { canonicalName } from '../../../base/dns/name';
import { FUDGE, readTsig, tsigMac, withTsig, type TsigFacts, type TsigKey } from '../../../base/dns/tsig';
import { isObject } from '../../../kube/json';
import { equalBytes } from '../../../pki/bytes';
import { secretText } from '../../engine/secret-data';
import { checkedNameserver } from '../../nameserver';
import type { ChallengeRecord, DnsProvider, ProviderTools } from './provider';

const ALGORITHMS: Readonly<Record<string, string>> = {
  HMACMD5: 'hmac-md5.sig-alg.reg.int.',
  HMACSHA1: 'hmac-sha1.',
  HMACSHA256: 'hmac-sha256.',
  HMACSHA512: 'hmac-sha512.',
};
const DEFAULT_ALGORITHM = 'hmac-md5.sig-alg.reg.int.';
const TTL = 60;
const TIME_LIMIT = 2_000;

/** A zone's own name server, which takes updates of RFC 2136, signed (RFC 8945) where there is a key. */
export function rfc2136Provider(tools: ProviderTools): DnsProvider {
  const change = async ({ name, zone, value }: ChallengeRecord, how: Pick<DnsRecord, 'class' | 'ttl'>): Promise<void> => {
    const target = await targetOf(tools);
    const record: DnsRecord = { name, type: TYPE.TXT, ...how, data: [[utf8(value)]] };
    const rcode = await send(record, zone, { target, tools }).catch((error: unknown) => {
      throw new Error(`DNS update failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    });
    if (rcode !== RCODE.NOERROR) throw new Error(`DNS update failed. Server replied: ${rcodeName(rcode)}`);
  };
  return {
    present: (record) => change(record, { class: CLASS.IN, ttl: TTL }),
    // RFC 2136 section 2.5.4: one record of a set.
    cleanUp: (record) => change(record, { class: CLASS.NONE, ttl: 0 }),
  };
}

interface Target {
  /** `host:port`. */
  readonly server: string;
  readonly transport: 'udp' | 'tcp';
  /** Absent for updates without a signature. The secret is base64. */
  readonly key?: Omit<TsigKey, 'secret'> & { readonly secret: string };
}

/** Everything is read anew for every update. Throws cert-manager's texts. */
async function targetOf(tools: ProviderTools): Promise<Target> {
  const { config } = tools;
  const secret = await secretOf(tools);
  const server = checkedNameserver(textOf(config.nameserver));
  const [name, wanted] = [textOf(config.tsigKeyName), textOf(config.tsigAlgorithm)];
  const algorithm = wanted === '' ? DEFAULT_ALGORITHM : ALGORITHMS[wanted.toUpperCase()];
  if (algorithm === undefined) throw new Error(`algorithm '${wanted}' is not supported`);
  return {
    server,
    transport: textOf(config.protocol).toLowerCase() === 'tcp' ? 'tcp' : 'udp',
    ...(name === '' || secret === '' ? {} : { key: { name: canonicalName(name), algorithm, secret } }),
  };
}

async function secretOf({ config, readSecret }: ProviderTools): Promise<string> {
  const ref = isObject(config.tsigSecretSecretRef) ? config.tsigSecretSecretRef : {};
  const [name, key] = [textOf(ref.name), textOf(ref.key)];
  if (name === '') return '';
  if (key === '') throw new Error('key of data in Secret resource must be specified');
  const value = secretText(await readSecret(name), key);
  if (value === undefined) throw new Error(`data entry with key ${goQuote(key)} not found in secret`);
  return value;
}

/** Returns the server's RCODE. */
async function send(record: DnsRecord, zone: string, { target, tools }: { target: Target; tools: ProviderTools }): Promise<number> {
  const { network, random, crypto, clock } = tools;
  const id = random.integer(0x10000);
  const questions = [{ name: zone, type: TYPE.SOA, class: CLASS.IN }];
  const update = encodeMessage(dnsMessage({ id, opcode: OPCODE.UPDATE, questions, authorities: [record] }));
  const now = (): number => Math.floor(clock.now() / 1000);
  const ask = (message: Uint8Array): Promise<Uint8Array> => exchangeBytes(network, message, { ...target, timeout: TIME_LIMIT });
  if (target.key === undefined) return decodeMessage(await ask(update)).rcode;
  const key = decoded(target.key);
  const facts: TsigFacts = {
    ...{ keyName: key.name, algorithm: key.algorithm, time: now(), fudge: FUDGE, originalId: id, error: 0 },
    other: new Uint8Array(0),
  };
  const requestMac = tsigMac(update, facts, key, { crypto });
  const answer = await ask(withTsig(update, facts, requestMac));
  const signed = readTsig(answer);
  // As upstream, an answer without a signature is believed.
  if (signed === undefined) return decodeMessage(answer).rcode;
  if (!equalBytes(tsigMac(signed.unsigned, signed, key, { crypto, requestMac }), signed.mac)) throw new Error('dns: bad signature');
  if (Math.abs(now() - signed.time) > signed.fudge) throw new Error('dns: bad time');
  return decodeMessage(answer).rcode;
}

function decoded(key: NonNullable<Target['key']>): TsigKey {
  const secret = decodeBase64(key.secret);
  if ('error' in secret) throw new Error(`error decoding the provided TSIG secret: ${secret.error}`);
  return { ...key, secret: secret.bytes };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
