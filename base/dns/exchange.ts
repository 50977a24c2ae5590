import { NetworkError } from '../env/network-error';
import type { DnsTransport, Network } from '../env/ports';
import { splitHostPort } from '../go/host-port';

export interface DnsTarget {
  /** `host:port`. */
  readonly server: string;
  readonly transport: DnsTransport;
  /** Milliseconds. */
  readonly timeout: number;
}

/** One message to a name server and its answer, as bytes. Rejects with a NetworkError when none came. */
export async function exchangeBytes(
  network: Pick<Network, 'exchangeDns'>,
  message: Uint8Array,
  { server, transport, timeout }: DnsTarget,
): Promise<Uint8Array> {
  const { host, port } = splitHostPort(server);
  const answer = await network.exchangeDns?.({ transport, host, port: Number(port), message, timeout });
  if (answer === undefined) throw new NetworkError('other', `dial ${transport} ${server}: this network carries no DNS`);
  return answer;
}
