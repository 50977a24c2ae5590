import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { readBody } from '../body';
import { isStream } from '../http';
import type { Handler, HttpRequest } from '../http';
import { systemNetwork } from './network';

const network = systemNetwork();
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);

async function serving(handler: Handler, use: (url: string) => Promise<void>): Promise<void> {
  const listener = await network.listen({ host: '127.0.0.1', port: 0 }, handler);
  try {
    await use(listener.url);
  } finally {
    await listener.close();
  }
}

describe('network', () => {
  it('carries method, raw path, headers and body to the handler, and status, reason and headers back', async () => {
    const seen: HttpRequest[] = [];
    const handler: Handler = (request) => {
      seen.push(request);
      return Promise.resolve({ status: 499, statusText: 'Odd Reason', headers: { 'x-a': ['1', '2'] }, body: bytes('hello') });
    };
    await serving(handler, async (url) => {
      const response = await network.fetch({
        method: 'PUT',
        url: `${url}/a%2Fb?x=%7B`,
        headers: { 'x-b': ['3', '4'], 'content-type': 'text/plain' },
        body: bytes('ping'),
      });
      assert.deepEqual([response.status, response.statusText, response.headers['x-a']], [499, 'Odd Reason', ['1', '2']]);
      assert.equal(text(await readBody(response)), 'hello');
    });
    const [request] = seen;
    assert.deepEqual(
      [request?.method, request?.path, request?.headers['x-b'], text(request?.body ?? bytes(''))],
      ['PUT', '/a%2Fb?x=%7B', ['3', '4'], 'ping'],
    );
  });

  it('delivers a stream as it is written, and tells the handler when the client is gone', async () => {
    let cancelled: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => (cancelled = resolve));
    const handler: Handler = () =>
      Promise.resolve({
        status: 200,
        headers: {},
        body: {
          start(sink) {
            sink.write(bytes('first'));
            return cancelled;
          },
        },
      });
    await serving(handler, async (url) => {
      const { body } = await network.fetch({ method: 'GET', url });
      assert.ok(isStream(body));
      await new Promise<void>((resolve) => {
        const stop = body.start({
          write(chunk) {
            assert.equal(text(chunk), 'first');
            stop();
            resolve();
            return true;
          },
          end: () => undefined,
          onDrain: () => undefined,
        });
      });
      await gone;
    });
  });

  it('words failures as Go does', async () => {
    const closing = createServer((socket) => socket.once('data', () => socket.destroy()));
    await new Promise<void>((resolve) => closing.listen(0, '127.0.0.1', resolve));
    const port = (closing.address() as AddressInfo).port;
    const cases = [
      { url: 'http://127.0.0.1:1/', failure: 'refused', message: 'dial tcp 127.0.0.1:1: connect: connection refused' },
      { url: `http://127.0.0.1:${port}/`, failure: 'closed', message: 'EOF' },
    ];
    for (const { url, failure, message } of cases) {
      await assert.rejects(network.fetch({ method: 'GET', url }), { name: 'NetworkError', failure, message });
    }
    await new Promise((resolve) => closing.close(resolve));
  });

  it('says so when a server speaks HTTP where HTTPS was expected', async () => {
    const handler: Handler = () => Promise.resolve({ status: 200, headers: {}, body: bytes('') });
    await serving(handler, async (url) => {
      await assert.rejects(network.fetch({ method: 'GET', url: url.replace('http:', 'https:') }), {
        failure: 'tls',
        message: 'http: server gave HTTP response to HTTPS client',
      });
    });
  });

  it('gives up when the headers do not come in time', async () => {
    await serving(
      () => new Promise(() => undefined),
      async (url) => {
        await assert.rejects(network.fetch({ method: 'GET', url, timeout: 50 }), {
          failure: 'timeout',
          message: 'context deadline exceeded',
        });
      },
    );
  });

  it('answers 500 with the text of what the handler threw', async () => {
    await serving(
      () => Promise.reject(new Error('out of ink')),
      async (url) => {
        const response = await network.fetch({ method: 'GET', url });
        assert.deepEqual([response.status, text(await readBody(response))], [500, 'Error: out of ink\n']);
      },
    );
  });
});
