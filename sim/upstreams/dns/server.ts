import type { CryptoPort } from '../../../base/env/crypto';
import type { Handler } from '../../../base/env/http';
import type { Clock, DnsHandler, DnsTransport, Random } from '../../../base/env/ports';
import { decodeMessage, encodeMessage } from '../../../base/dns/codec';
import { OPCODE, RCODE, TYPE } from '../../../base/dns/codes';
import { DnsFormatError, dnsMessage, type DnsMessage } from '../../../base/dns/message';
import { canonicalName } from '../../../base/dns/name';
import { readTsig, TSIG_ALGORITHMS, type Signed, type TsigKey } from '../../../base/dns/tsig';
import { Faults, RequestLog } from '../common';
import { openZone, zoneOf, type Authority } from './authority';
import { dnsControl } from './control';
import { isAnswered, lookUp } from './lookup';
import { observedDns } from './observed';
import { createSignatures, type Signatures } from './signatures';
import { applyUpdate, zoneOfUpdate } from './update';
import { createZone, type Zone } from './zone';

export interface DnsServerOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoPort;
  /** Apexes. @default the names that RFC 2606 and RFC 6761 keep for examples and tests */
  readonly zones?: readonly string[];
  /** Who may update: anything in any zone. @default the key `csrlab` */
  readonly keys?: readonly TsigKey[];
  /** Asks somebody else about names of no zone here. @default they are refused */
  readonly forward?: DnsHandler;
}

/** A name server: it has the last word on its zones, takes signed updates of them, and may pass on what it does not know. */
export interface DnsServer {
  readonly handle: DnsHandler;
  /** Steers and inspects; HTTP, never served with the protocol. */
  readonly control: Handler;
  readonly zone: Zone;
  readonly faults: Faults;
  readonly log: RequestLog;
  /** Whether a name is in one of the zones. */
  has(name: string): boolean;
}

export const DEFAULT_ZONES: readonly string[] = ['test', 'example', 'example.com', 'example.net', 'example.org'];

/** Known to everybody, as the other authorities' credentials; good with every algorithm. */
export const DEFAULT_KEYS: readonly TsigKey[] = Object.keys(TSIG_ALGORITHMS).map((algorithm) => ({
  ...{ name: 'csrlab.', algorithm },
  secret: new TextEncoder().encode('csrlab-tsig-secret'),
}));

const LEAST_UDP = 512;
const HEADER = 12;
// What EDNS promises to take; RFC 9715 recommends no more.
const UDP_PAYLOAD = 1232;

interface Server {
  readonly authority: Authority;
  readonly signatures: Signatures;
  readonly options: DnsServerOptions;
}

export function createDnsServer(options: DnsServerOptions): DnsServer {
  const { clock, random, crypto, zones = DEFAULT_ZONES, keys = DEFAULT_KEYS } = options;
  const zone = createZone();
  for (const apex of zones) openZone(zone.records, apex);
  const authority: Authority = { records: zone.records, zones: zones.map(canonicalName) };
  const signatures = createSignatures({ keys, crypto, now: () => Math.floor(clock.now() / 1000) });
  const faults = new Faults(random.stream('dns-faults'));
  const log = new RequestLog();
  const server: Server = { authority, signatures, options };
  return {
    handle: observedDns({ handle: (message, transport) => respond(message, transport, server), clock, faults, log }),
    control: dnsControl({ faults, log, zone }),
    ...{ zone, faults, log },
    has: (name) => zoneOf(authority, canonicalName(name)) !== undefined,
  };
}

async function respond(bytes: Uint8Array, transport: DnsTransport, server: Server): Promise<Uint8Array | undefined> {
  // An answer is never answered, or two servers would talk for ever.
  if (bytes.length < HEADER || ((bytes[2] ?? 0) & 0x80) !== 0) return undefined;
  let request: DnsMessage;
  let signed: Signed | undefined;
  try {
    request = decodeMessage(bytes);
    signed = readTsig(bytes);
  } catch (error) {
    if (!(error instanceof DnsFormatError)) throw error;
    return encodeMessage(dnsMessage({ id: (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0), response: true, rcode: RCODE.FORMERR }));
  }
  const fault = signed && server.signatures.fault(signed);
  const forwarded = fault === undefined && signed === undefined ? await forward(bytes, request, transport, server) : undefined;
  if (forwarded !== undefined) return forwarded;
  const answer = fault === undefined ? reply(request, signed !== undefined, server) : { rcode: fault.rcode };
  const sign = (unsigned: Uint8Array): Uint8Array =>
    signed === undefined || fault?.error === 0 ? unsigned : server.signatures.sign(unsigned, signed, fault?.error ?? 0);
  const whole = sign(encodeMessage(replyTo(request, answer, server)));
  if (transport === 'tcp' || whole.length <= udpLimit(request)) return whole;
  return sign(encodeMessage(replyTo(request, { rcode: answer.rcode ?? RCODE.NOERROR, truncated: true }, server)));
}

function reply(request: DnsMessage, isSigned: boolean, { authority }: Server): Partial<DnsMessage> {
  if (request.opcode === OPCODE.UPDATE) return { rcode: update(request, isSigned, authority) };
  if (request.opcode !== OPCODE.QUERY) return { rcode: RCODE.NOTIMP };
  const [question, ...more] = request.questions;
  if (question === undefined || more.length > 0) return { rcode: RCODE.FORMERR };
  const found =
    isAnswered(question) && question.type !== TYPE.AXFR && question.type !== TYPE.IXFR ? lookUp(authority, question) : undefined;
  return found === undefined ? { rcode: RCODE.REFUSED } : { ...found, authoritative: true };
}

/** RFC 2136 section 3: the zone is looked at first, then whether the requester may. */
function update(request: DnsMessage, isSigned: boolean, authority: Authority): number {
  const zone = zoneOfUpdate(authority, request);
  if (typeof zone === 'number') return zone;
  return isSigned ? applyUpdate(authority, request, zone) : RCODE.REFUSED;
}

async function forward(bytes: Uint8Array, request: DnsMessage, transport: DnsTransport, server: Server): Promise<Uint8Array | undefined> {
  const { forward: ask } = server.options;
  const [question] = request.questions;
  const own = question === undefined || zoneOf(server.authority, canonicalName(question.name)) !== undefined;
  if (ask === undefined || own || request.opcode !== OPCODE.QUERY || !request.recursionDesired) return undefined;
  const failed = { rcode: RCODE.SERVFAIL };
  return (await ask(bytes, transport).catch(() => undefined)) ?? encodeMessage(replyTo(request, failed, server));
}

function replyTo(request: DnsMessage, answer: Partial<DnsMessage>, { options }: Server): DnsMessage {
  const { id, opcode, recursionDesired, questions, additionals } = request;
  const extended = additionals.some(({ type }) => type === TYPE.OPT);
  return dnsMessage({
    ...{ id, opcode, recursionDesired, questions, response: true, recursionAvailable: options.forward !== undefined },
    // RFC 6891 section 6.1.1: who speaks EDNS is answered in EDNS.
    ...(extended ? { additionals: [{ name: '.', type: TYPE.OPT, class: UDP_PAYLOAD, ttl: 0, data: [] }] } : {}),
    ...answer,
  });
}

/** The class of an OPT record is how much its sender takes. */
function udpLimit({ additionals }: DnsMessage): number {
  const payload = additionals.find(({ type }) => type === TYPE.OPT)?.class ?? LEAST_UDP;
  return Math.min(Math.max(payload, LEAST_UDP), UDP_PAYLOAD);
}
