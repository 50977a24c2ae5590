import type { Socket as DatagramSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import { urlHost } from '../../go/address';
import { NetworkError } from '../network-error';
import type { DnsExchange, DnsTransport } from '../ports';
import { frame, FrameReader } from './dns-frames';

type Way = (exchange: DnsExchange, settle: Settle) => Promise<() => void>;

interface Settle {
  readonly resolve: (answer: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

const WAYS: Readonly<Record<DnsTransport, Way>> = { udp: overUdp, tcp: overTcp };

/** One message to a name server over a socket of its own, and the answer with the same id. */
export function exchangeDns(exchange: DnsExchange): Promise<Uint8Array> {
  const { transport, timeout } = exchange;
  return new Promise((resolve, reject) => {
    let close = (): void => undefined;
    let open = true;
    const end = (finish: () => void): void => {
      if (!open) return;
      open = false;
      clearTimeout(timer);
      close();
      finish();
    };
    const fail = (error: Error): void => end(() => reject(error));
    const timer = setTimeout(() => fail(new NetworkError('timeout', `read ${transport} ${addressOf(exchange)}: i/o timeout`)), timeout);
    const settle: Settle = { resolve: (answer) => end(() => resolve(answer)), reject: (error) => fail(errorOf(error, exchange)) };
    WAYS[transport](exchange, settle).then((closing) => {
      close = closing;
      if (!open) closing();
    }, settle.reject);
  });
}

async function overUdp({ host, port, message }: DnsExchange, { resolve, reject }: Settle): Promise<() => void> {
  const { createSocket } = await import('node:dgram');
  const { lookup } = await import('node:dns/promises');
  const { address, family } = await lookup(host);
  const socket: DatagramSocket = createSocket(family === 6 ? 'udp6' : 'udp4');
  socket.once('error', reject);
  // Answers to earlier questions may still be on their way.
  socket.on('message', (answer) => idOf(answer) === idOf(message) && resolve(answer));
  // A connected socket is told when nobody listens there.
  socket.connect(port, address, () => socket.send(message));
  return () => socket.close();
}

async function overTcp({ host, port, message }: DnsExchange, { resolve, reject }: Settle): Promise<() => void> {
  const { connect } = await import('node:net');
  const socket: Socket = connect(port, host, () => socket.write(frame(message)));
  const frames = new FrameReader();
  socket.once('error', reject);
  socket.on('data', (chunk) => {
    for (const answer of frames.push(chunk)) if (idOf(answer) === idOf(message)) resolve(answer);
  });
  socket.once('close', () => reject(new NetworkError('closed', 'EOF')));
  return () => socket.destroy();
}

function idOf(message: Uint8Array): number {
  return (message[0] ?? 0) * 256 + (message[1] ?? 0);
}

function errorOf(error: Error, exchange: DnsExchange): Error {
  if (error instanceof NetworkError) return error;
  const { transport, host } = exchange;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new NetworkError('dns', `dial ${transport}: lookup ${host}: no such host`, { cause: error });
  if (code !== 'ECONNREFUSED')
    return new NetworkError('other', `dial ${transport} ${addressOf(exchange)}: ${error.message}`, { cause: error });
  // Over UDP nobody is there to refuse a connection: the first word comes back instead.
  const [verb, call] = transport === 'udp' ? ['read', 'read'] : ['dial', 'connect'];
  return new NetworkError('refused', `${verb} ${transport} ${addressOf(exchange)}: ${call}: connection refused`, { cause: error });
}

function addressOf({ host, port }: DnsExchange): string {
  return `${urlHost(host)}:${port}`;
}
