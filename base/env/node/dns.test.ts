import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { DnsHandler, DnsTransport } from '../ports';
import { systemNetwork } from './network';

const network = systemNetwork();
const TRANSPORTS: readonly DnsTransport[] = ['udp', 'tcp'];
const question = Uint8Array.of(1, 2, 3, 4);
const echo: DnsHandler = (message, transport) => Promise.resolve(Uint8Array.of(...message, transport === 'udp' ? 17 : 6));

async function serving(handler: DnsHandler, use: (port: number) => Promise<void>): Promise<void> {
  const listener = await network.listenDns?.({ host: '127.0.0.1', port: 0 }, handler);
  assert.ok(listener);
  try {
    await use(listener.port);
  } finally {
    await listener.close();
  }
}

const ask = (port: number, transport: DnsTransport, timeout = 2000, host = '127.0.0.1'): Promise<Uint8Array | undefined> =>
  network.exchangeDns?.({ host, port, transport, message: question, timeout }) ?? Promise.resolve(undefined);

describe('DNS over sockets', () => {
  it('goes over UDP and TCP at one port', () =>
    serving(echo, async (port) => {
      assert.deepEqual([...((await ask(port, 'udp')) ?? [])], [1, 2, 3, 4, 17]);
      assert.deepEqual([...((await ask(port, 'tcp')) ?? [])], [1, 2, 3, 4, 6]);
    }));

  it('passes over answers to other questions', async () => {
    const server = createSocket('udp4');
    server.on('message', (_message, { port }) => {
      for (const answer of [Uint8Array.of(9, 9), Uint8Array.of(1), Uint8Array.of(1, 2, 7)]) server.send(answer, port, '127.0.0.1');
    });
    await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
    assert.deepEqual([...((await ask(server.address().port, 'udp')) ?? [])], [1, 2, 7]);
    server.close();
  });

  it('puts a stream together however it is cut', () =>
    serving(echo, async (port) => {
      const socket = connect(port, '127.0.0.1');
      const received: Buffer[] = [];
      const both = new Promise<void>((resolve) =>
        socket.on('data', (chunk) => {
          received.push(chunk);
          if (Buffer.concat(received).length >= 12) resolve();
        }),
      );
      for (const octet of [0, 3, 5, 5, 5, 0, 3, 6, 6, 6]) {
        socket.write(Buffer.of(octet));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      await both;
      assert.deepEqual([...Buffer.concat(received)], [0, 4, 5, 5, 5, 6, 0, 4, 6, 6, 6, 6]);
      socket.destroy();
    }));

  for (const transport of TRANSPORTS) {
    it(`says over ${transport} that nobody listens, that nobody answers, and that there is no such host`, () =>
      serving(
        () => Promise.reject(new Error('out of order')),
        async (port) => {
          const silent = { failure: 'timeout', message: `read ${transport} 127.0.0.1:${port}: i/o timeout` };
          await assert.rejects(ask(port, transport, 50), silent);
          const call = transport === 'udp' ? 'read udp 127.0.0.1:1: read' : 'dial tcp 127.0.0.1:1: connect';
          await assert.rejects(ask(1, transport), { failure: 'refused', message: `${call}: connection refused` });
          const nowhere = { failure: 'dns', message: `dial ${transport}: lookup ns.invalid: no such host` };
          await assert.rejects(ask(53, transport, 5000, 'ns.invalid'), nowhere);
        },
      ));
  }

  it('says so when a connection ends without an answer', async () => {
    const { createServer } = await import('node:net');
    const server = createServer((socket) => socket.once('data', () => socket.end()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await assert.rejects(ask((server.address() as AddressInfo).port, 'tcp'), { failure: 'closed', message: 'EOF' });
    await new Promise((resolve) => server.close(resolve));
  });

  it('refuses to listen where somebody does', () =>
    serving(echo, async (port) => {
      await assert.rejects(async () => network.listenDns?.({ host: '127.0.0.1', port }, echo), /EADDRINUSE/);
    }));

  it('refuses a port that is taken for UDP alone', async () => {
    const taken = createSocket('udp4');
    await new Promise<void>((resolve) => taken.bind(0, '127.0.0.1', resolve));
    await assert.rejects(async () => network.listenDns?.({ host: '127.0.0.1', port: taken.address().port }, echo), /EADDRINUSE/);
    taken.close();
  });

  it('knows the machine by its name servers, each with its port', () => {
    for (const server of network.nameservers?.() ?? []) assert.match(server, /:\d+$/);
  });
});
