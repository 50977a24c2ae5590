import assert from 'node:assert/strict';
import { readBody } from '../base/env/body';
import { systemNetwork } from '../base/env/node/network';
import { UsageError } from './errors';
import { serveEndpoints } from './signers-endpoints';

const engine = (ready: boolean): Parameters<typeof serveEndpoints>[1] => ({
  controllers: [],
  ready,
  metrics: { synced: () => undefined, failed: () => undefined, text: () => 'm 1\n' },
  started: () => Promise.resolve(),
  stop: () => Promise.resolve(),
});

describe('endpoints of the engine', () => {
  const network = systemNetwork();
  const cases: [path: string, ready: boolean, status: number, body: RegExp][] = [
    ['/livez', false, 200, /^ok$/],
    ['/readyz', true, 200, /^ok$/],
    ['/readyz', false, 503, /^not ready/],
    ['/metrics', true, 200, /^m 1\n$/],
    ['/nothing', true, 404, /not found/],
  ];
  for (const [path, ready, status, body] of cases) {
    it(`answer ${path} with ${status} when the engine is ${ready ? '' : 'not '}ready`, async () => {
      const address = '127.0.0.1:0';
      const [listener] = await serveEndpoints({ healthzListenAddress: address, metricsListenAddress: address }, engine(ready), network);
      const answer = await network.fetch({ method: 'GET', url: `${listener?.url ?? ''}${path}` });
      assert.equal(answer.status, status);
      assert.match(new TextDecoder().decode(await readBody(answer)), body);
      await listener?.close();
    });
  }

  it('are nowhere unless somebody says where', async () => {
    assert.deepEqual(await serveEndpoints({}, engine(true), network), []);
  });

  it('want a host and a port', async () => {
    await assert.rejects(serveEndpoints({ metricsListenAddress: '9402' }, engine(true), network), UsageError);
  });
});
