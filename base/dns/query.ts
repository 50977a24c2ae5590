import { NetworkError } from '../env/network-error';
import type { Network, RandomStream } from '../env/ports';
import { decodeMessage, encodeMessage } from './codec';
import { CLASS, TYPE } from './codes';
import { exchangeBytes } from './exchange';
import { dnsMessage, type DnsMessage } from './message';

export interface QueryTools {
  readonly network: Pick<Network, 'exchangeDns'>;
  readonly random: RandomStream;
}

const TIME_LIMIT = 10_000;
const PAYLOAD = 4096;

/** A question as a stub resolver asks it. */
export function queryFor(name: string, type: number, random: RandomStream): DnsMessage {
  return dnsMessage({
    ...{ id: random.integer(0x10000), recursionDesired: true, questions: [{ name, type, class: CLASS.IN }] },
    additionals: [{ name: '.', type: TYPE.OPT, class: PAYLOAD, ttl: 0, data: [] }],
  });
}

/** Asks one server (`host:port`) over UDP, and over TCP when the answer is cut or does not come within ten seconds. */
export async function askServer(server: string, name: string, type: number, { network, random }: QueryTools): Promise<DnsMessage> {
  const message = encodeMessage(queryFor(name, type, random));
  const over = async (transport: 'udp' | 'tcp'): Promise<DnsMessage> =>
    decodeMessage(await exchangeBytes(network, message, { server, transport, timeout: TIME_LIMIT }));
  const first = await over('udp').catch((error: unknown) => {
    if (error instanceof NetworkError && error.failure === 'timeout') return undefined;
    throw error;
  });
  return first === undefined || first.truncated ? over('tcp') : first;
}
