import assert from 'node:assert/strict';
import { Agent, request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { systemClock } from '../../../base/env/node/clock';
import { nodeCrypto } from '../../../base/env/node/crypto';
import { systemRandom } from '../../../base/env/node/random';
import { parseTokenFile } from '../access';
import { createApiServer } from '../server';
import { serveHttps, type Serving } from './https-server';
import { makeServingCertificate } from './serving-certificate';

const environment = { clock: systemClock, random: systemRandom, crypto: nodeCrypto() };
const certificate = makeServingCertificate(environment);
const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

describe('the API server over HTTPS', () => {
  const agent = new Agent({ keepAlive: true, ca: certificate.ca });
  let serving: Serving;
  let handle: ReturnType<typeof createApiServer>['handle'];

  before(async () => {
    ({ handle } = createApiServer({ ...environment, staticTokens: parseTokenFile('t,admin,1,"system:masters"\n') }));
    serving = await serveHttps(handle, { host: '127.0.0.1', port: 0, cert: certificate.cert, key: certificate.key });
  });

  after(async () => {
    agent.destroy();
    await serving.close();
  });

  function open(
    method: string,
    path: string,
    { headers = {}, body = '' }: { headers?: object; body?: string } = {},
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: serving.port, method, path, agent, headers: { authorization: 'Bearer t', ...headers } };
      httpsRequest(options, resolve).on('error', reject).end(body);
    });
  }

  async function send(...args: Parameters<typeof open>): Promise<Answer> {
    const response = await open(...args);
    return { status: response.statusCode, headers: response.headers, body: Buffer.concat(await response.toArray()) };
  }

  const create = (name: string, data: object = {}): Promise<Answer> =>
    send('POST', CONFIG_MAPS, { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ metadata: { name }, data }) });

  it('gives the answers that the server gives without a socket', async () => {
    await create('same');
    for (const path of [`${CONFIG_MAPS}/same`, `${CONFIG_MAPS}/missing`, '/apis', '/healthz', '/nowhere', '/api/v1/namespaces']) {
      const socket = await send('GET', path, { headers: { accept: 'application/json' } });
      const direct = await handle({ method: 'GET', path, headers: { accept: 'application/json', authorization: 'Bearer t' } }, {});
      assert.equal(socket.status, direct.status, path);
      assert.equal(socket.headers['content-type'], direct.headers['content-type'], path);
      assert.equal(socket.body.toString(), Buffer.from(direct.body as Uint8Array).toString(), path);
    }
  });

  it('compresses what is long for clients that can unpack it', async () => {
    await create('long', { k: 'x'.repeat(200_000) });
    const plain = await send('GET', `${CONFIG_MAPS}/long`);
    const packed = await send('GET', `${CONFIG_MAPS}/long`, { headers: { 'accept-encoding': 'gzip' } });
    assert.equal(packed.headers['content-encoding'], 'gzip');
    assert.equal(packed.headers.vary, 'Accept-Encoding');
    assert.ok(packed.body.length < plain.body.length / 10);
    assert.deepEqual(gunzipSync(packed.body), plain.body);
  });

  it('refuses a body of more than 3 MiB and goes on', async () => {
    const { status, body } = await create('huge', { k: 'x'.repeat(3 << 20) });
    assert.equal(status, 413);
    assert.match(body.toString(), /Request entity too large: limit is 3145728/);
    assert.equal((await send('GET', '/healthz')).status, 200);
  });

  it('sends the head of a watch at once, and events as they come', async () => {
    const watch = await open('GET', `${CONFIG_MAPS}?watch=1&resourceVersion=&fieldSelector=metadata.name=seen`);
    assert.equal(watch.statusCode, 200);
    void create('seen');
    const [chunk] = (await watch.take(1).toArray()) as Buffer[];
    assert.match(String(chunk), /^\{"type":"ADDED","object":\{"kind":"ConfigMap".*\}\}\n$/);
  });

  it('ends watches when it closes, within milliseconds', async () => {
    const other = await serveHttps(handle, { host: '127.0.0.1', port: 0, cert: certificate.cert, key: certificate.key });
    const watch = await new Promise<IncomingMessage>((resolve) => {
      const path = `${CONFIG_MAPS}?watch=1&resourceVersion=0&fieldSelector=metadata.name=none`;
      httpsRequest(
        { host: '127.0.0.1', port: other.port, path, ca: certificate.ca, headers: { authorization: 'Bearer t' } },
        resolve,
      ).end();
    });
    const started = performance.now();
    const ended = watch.toArray();
    await other.close();
    assert.deepEqual(await ended, []);
    assert.ok(performance.now() - started < 1000);
  });
});
