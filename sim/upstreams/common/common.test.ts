import assert from 'node:assert/strict';
import { readBody } from '../../../base/env/body';
import { NetworkError } from '../../../base/env/network-error';
import { systemClock } from '../../../base/env/node/clock';
import { systemNetwork } from '../../../base/env/node/network';
import { seededRandom } from '../../../base/env/seeded-random';
import type { HttpRequest } from '../../../base/env/http';
import { answer, controlSurface, Faults, observed, RequestLog, serveAuthority } from '.';
import type { FaultRule } from '.';

const GET: HttpRequest = { method: 'GET', path: '/dir?x=1', headers: {} };

function setUp(...rules: FaultRule[]) {
  const faults = new Faults(seededRandom(1).stream('faults'));
  const log = new RequestLog();
  rules.forEach((rule) => faults.add(rule));
  let seen = 0;
  const handle = observed({
    handle: () => {
      seen++;
      return Promise.resolve(answer(200, { hello: 'world' }));
    },
    ...{ clock: systemClock, faults, log, operationOf: () => 'directory' },
  });
  const text = async (request = GET) => new TextDecoder().decode(await readBody(await handle(request, {})));
  return { faults, log, handle, text, seen: () => seen };
}

describe('faults of simulated authorities', () => {
  it('happen as often as they were asked for, then no more', async () => {
    const { handle, seen } = setUp({ times: 2, fault: { answer: { status: 503, body: { busy: true } } } });
    const answers = [await handle(GET, {}), await handle(GET, {}), await handle(GET, {})];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [503, 503, 200],
    );
    assert.equal(seen(), 1);
  });

  it('match by method, path and operation', async () => {
    const { text } = setUp(
      { match: { method: 'POST' }, fault: { answer: { status: 200, body: 'method' } } },
      { match: { path: '/d*r?x=*' }, after: 1, fault: { answer: { status: 200, body: 'path' } } },
      { match: { operation: 'newOrder' }, fault: { answer: { status: 200, body: 'operation' } } },
    );
    assert.deepEqual([await text(), await text()], ['{"hello":"world"}', 'path']);
  });

  it('break the connection before or behind the authority', async () => {
    const { handle, seen } = setUp({ fault: { drop: 'request' } }, { fault: { drop: 'answer' } });
    await assert.rejects(handle(GET, {}), NetworkError);
    assert.equal(seen(), 0);
    await assert.rejects(handle(GET, {}), NetworkError);
    assert.equal(seen(), 1);
  });

  it('leave protocol faults to the authority', async () => {
    const { faults, text } = setUp({ fault: { protocol: 'badNonce' } });
    const exchange = { method: 'GET', path: '/', operation: 'x' };
    assert.equal(await text(), '{"hello":"world"}');
    assert.equal(faults.inProtocol('pending', exchange), undefined);
    assert.deepEqual(faults.inProtocol('badNonce', exchange), { protocol: 'badNonce' });
    assert.equal(faults.inProtocol('badNonce', exchange), undefined);
  });

  it('strike a share of the exchanges', async () => {
    const { handle } = setUp({ times: 0, probability: 0.25, fault: { answer: { status: 500 } } });
    let failed = 0;
    for (let n = 0; n < 400; n++) failed += (await handle(GET, {})).status === 500 ? 1 : 0;
    assert.ok(failed > 60 && failed < 140, String(failed));
  });
});

describe('the listeners of a simulated authority', () => {
  it('break connections and bodies as the faults say, and steer by another address', async () => {
    const { faults, log, handle } = setUp({ fault: { drop: 'request' } }, { fault: { cutAfter: 5 } });
    const warnings: string[] = [];
    const network = systemNetwork();
    const control = controlSurface({ faults, log });
    const listeners = await serveAuthority({ network, handle, control, host: '0.0.0.0', warn: (text) => warnings.push(text) });
    const url = `http://127.0.0.1:${listeners.protocol.port}/dir`;
    try {
      await assert.rejects(network.fetch({ method: 'GET', url }), NetworkError);
      const cut = await network.fetch({ method: 'GET', url });
      await assert.rejects(readBody(cut), NetworkError);
      const rule = { fault: { answer: { status: 418 } } };
      const body = new TextEncoder().encode(JSON.stringify(rule));
      const added = await network.fetch({ method: 'POST', url: `${listeners.control.url}/faults`, body });
      assert.equal(new TextDecoder().decode(await readBody(added)), '[{"id":3}]');
      assert.equal((await network.fetch({ method: 'GET', url })).status, 418);
      assert.equal((await network.fetch({ method: 'GET', url: `${url}/faults` })).status, 200);
    } finally {
      await listeners.close();
    }
    assert.deepEqual(warnings, [
      'This is a test authority without any security, and 0.0.0.0 can be reached from other machines. Use 127.0.0.1 instead.',
    ]);
    assert.deepEqual(
      log.list().map(({ n, operation, answer: sent }) => [n, operation, sent?.status]),
      [
        [1, 'directory', undefined],
        [2, 'directory', 200],
        [3, 'directory', 418],
        [4, 'directory', 200],
      ],
    );
  });
});

describe('the control surface', () => {
  const ask = async (method: string, path: string, body = '') => {
    const { faults, log } = setUp();
    const control = controlSurface({ faults, log, routes: { 'GET /things/:name': (_request, { name }) => ({ name }) } });
    const response = await control({ method, path, headers: {}, body: new TextEncoder().encode(body) }, {});
    return [response.status, new TextDecoder().decode(await readBody(response))];
  };
  it('has the routes of its authority', async () => assert.deepEqual(await ask('GET', '/things/a%20b'), [200, '{"name":"a b"}']));
  it('says what there is', async () => assert.equal((await ask('GET', '/no'))[0], 404));
  it('says how a fault is asked for', async () =>
    assert.deepEqual(await ask('POST', '/faults', '{}'), [
      400,
      'a fault is asked for as {"match": {…}, "times": 1, "fault": {…}}, or as a list of these\n',
    ]));
});
