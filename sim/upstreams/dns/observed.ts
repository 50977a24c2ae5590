import type { Clock, DnsHandler } from '../../../base/env/ports';
import { decodeMessage, encodeMessage } from '../../../base/dns/codec';
import { OPCODE, RCODE, rcodeName, TYPE, type RcodeName } from '../../../base/dns/codes';
import { DnsFormatError, dnsMessage, type DnsMessage } from '../../../base/dns/message';
import type { Faults, RequestLog } from '../common';

export interface ObservedDns {
  readonly handle: DnsHandler;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly log: RequestLog;
}

const OPERATIONS: Readonly<Record<number, string>> = { [OPCODE.QUERY]: 'query', [OPCODE.UPDATE]: 'update' };
const TYPE_NAMES: ReadonlyMap<number, string> = new Map(Object.entries(TYPE).map(([name, code]) => [code, name]));

/**
 * A name server's handler with its log and the faults that were asked for. A message is logged as a request: the transport as its
 * method, the name asked for or the zone updated as its path, the rcode as its answer's reason. A fault's protocol is the name of an
 * rcode; `delay` and `drop` are as elsewhere.
 */
export function observedDns({ handle, clock, faults, log }: ObservedDns): DnsHandler {
  return async (message, transport) => {
    const request = readable(message);
    const [question] = request?.questions ?? [];
    const operation = OPERATIONS[request?.opcode ?? -1] ?? '';
    const exchange = { method: transport.toUpperCase(), path: question?.name ?? '', operation };
    const body = { type: TYPE_NAMES.get(question?.type ?? 0) ?? question?.type, records: request?.authorities.map(shown) };
    const answered = log.add({ at: new Date(clock.now()).toISOString(), ...exchange, headers: {}, body });
    const onTheWay = faults.onTheWay(exchange) ?? {};
    if (onTheWay.delay !== undefined) await new Promise<void>((resolve) => clock.setTimer(onTheWay.delay ?? 0, resolve));
    if (onTheWay.drop === 'request') return undefined;
    const wrong = Object.keys(RCODE).find((name) => faults.inProtocol(name, exchange) !== undefined);
    const answer = wrong === undefined || request === undefined ? await handle(message, transport) : refusal(request, wrong as RcodeName);
    const { rcode = 0 } = (answer && readable(answer)) ?? {};
    if (onTheWay.drop === 'answer' || answer === undefined) return undefined;
    answered({ status: rcode, reason: rcodeName(rcode), headers: {} });
    return answer;
  };
}

function readable(message: Uint8Array): DnsMessage | undefined {
  try {
    return decodeMessage(message);
  } catch (error) {
    if (error instanceof DnsFormatError) return undefined;
    throw error;
  }
}

function refusal({ id, opcode, questions }: DnsMessage, name: RcodeName): Uint8Array {
  return encodeMessage(dnsMessage({ id, opcode, questions, response: true, rcode: RCODE[name] }));
}

function shown({ name, type, class: klass, ttl }: DnsMessage['authorities'][number]): object {
  return { name, type: TYPE_NAMES.get(type) ?? type, class: klass, ttl };
}
