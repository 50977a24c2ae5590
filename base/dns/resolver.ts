import { RCODE, rcodeName, TYPE } from './codes';
import type { DnsMessage } from './message';
import { canonicalName } from './name';
import { askServer, type QueryTools } from './query';
import { caaValue, txtValue, type CaaRecord } from './values';

export type { CaaRecord };

/** Looks names up at name servers, behind CNAMEs. All reject when the answer is neither records nor their absence. */
export interface Resolver {
  /** Values of TXT records, each in one piece. */
  txt(name: string): Promise<readonly string[]>;
  /** RFC 8659, of this name alone. */
  caa(name: string): Promise<readonly CaaRecord[]>;
  /** IPv4 addresses, then IPv6. */
  addresses(name: string): Promise<readonly string[]>;
}

const LONGEST_CHAIN = 8;

/** `servers` are asked one after the other (`host:port`) until one answers. */
export function createResolver(tools: QueryTools, servers: () => readonly string[]): Resolver {
  const ask = async (name: string, type: number): Promise<DnsMessage> => {
    let last: unknown = new Error('no name server is known');
    for (const server of servers()) {
      try {
        return await askServer(server, name, type, tools);
      } catch (error) {
        last = error;
      }
    }
    throw last;
  };
  const find = async (name: string, type: number, links = 0): Promise<DnsMessage['answers']> => {
    const { rcode, answers } = await ask(name, type);
    if (rcode !== RCODE.NOERROR && rcode !== RCODE.NXDOMAIN) {
      throw new Error(`DNS lookup for ${name} returned an unsuccessful response: ${rcodeName(rcode)}`);
    }
    const found = answers.filter((record) => record.type === type);
    // A server that is not recursive goes as far as its zones do.
    const target = answers.filter((record) => record.type === TYPE.CNAME).at(-1)?.data[0];
    if (found.length > 0 || typeof target !== 'string' || links === LONGEST_CHAIN) return found;
    return find(target, type, links + 1);
  };
  return {
    txt: async (name) => (await find(canonicalName(name), TYPE.TXT)).map(txtValue),
    caa: async (name) => (await find(canonicalName(name), TYPE.CAA)).map(caaValue),
    addresses: async (name) => {
      const found = [await find(canonicalName(name), TYPE.A), await find(canonicalName(name), TYPE.AAAA)];
      return found.flat().map(({ data: [address] }) => String(address));
    },
  };
}
