import type { Socket as DatagramSocket } from 'node:dgram';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { DnsHandler, Listener, ListenOptions } from '../ports';
import { frame, FrameReader } from './dns-frames';

// A free TCP port may be taken for UDP.
const MOST_TRIES = 10;

/** Answers DNS messages over UDP and TCP at the same port. A handler that rejects is silence. */
export async function listenDns({ host, port }: Pick<ListenOptions, 'host' | 'port'>, handler: DnsHandler): Promise<Omit<Listener, 'url'>> {
  for (let tries = 1; ; tries++) {
    const streams = await listenTcp({ host, port }, handler);
    try {
      const datagrams = await listenUdp({ host, port: streams.port }, handler);
      const close = async (): Promise<void> => {
        await Promise.all([streams.close(), datagrams()]);
      };
      return { host, port: streams.port, close };
    } catch (error) {
      await streams.close();
      if (port !== 0 || tries === MOST_TRIES) throw error;
    }
  }
}

interface Place {
  readonly host: string;
  readonly port: number;
}

async function listenTcp({ host, port }: Place, handler: DnsHandler): Promise<{ port: number; close: () => Promise<void> }> {
  const { createServer } = await import('node:net');
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    // A peer that breaks off has nobody to tell.
    socket.on('error', () => undefined);
    const frames = new FrameReader();
    socket.on('data', (chunk) => {
      for (const message of frames.push(chunk)) void answered(handler(message, 'tcp'), (answer) => socket.write(frame(answer)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of open) socket.destroy();
    });
  return { port: (server.address() as AddressInfo).port, close };
}

async function listenUdp({ host, port }: Place, handler: DnsHandler): Promise<() => Promise<void>> {
  const { createSocket } = await import('node:dgram');
  const socket: DatagramSocket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  let open = true;
  socket.on('message', (message, peer) => {
    void answered(handler(message, 'udp'), (answer) => open && socket.send(answer, peer.port, peer.address, () => undefined));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', (error) => {
      socket.close();
      reject(error);
    });
    socket.bind(port, host, resolve);
  });
  socket.removeAllListeners('error').on('error', () => undefined);
  return () =>
    new Promise((resolve) => {
      open = false;
      socket.close(() => resolve());
    });
}

async function answered(work: Promise<Uint8Array | undefined>, send: (answer: Uint8Array) => void): Promise<void> {
  const answer = await work.catch(() => undefined);
  if (answer !== undefined) send(answer);
}
