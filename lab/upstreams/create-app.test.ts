import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { CONTROL_PATH, createApp } from './index';

describe('a simulated authority as an express application', () => {
  it('answers its protocol, and what it was asked at the control surface', async () => {
    const server = createApp('vault').listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const health = await fetch(`${base}/v1/sys/health`);
      assert.deepEqual([health.status, ((await health.json()) as { sealed: boolean }).sealed], [200, false]);
      const log = await (await fetch(`${base}${CONTROL_PATH}/requests`)).text();
      assert.match(log, /\/v1\/sys\/health/);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
