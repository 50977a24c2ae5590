import assert from 'node:assert/strict';
import { manualClock } from '../../base/env/manual-clock';
import { turn } from '../../base/env/node/turn';
import { seededRandom } from '../../base/env/seeded-random';
import type { HttpRequest } from '../../base/env/http';
import { createClient } from '../create-client';
import type { Event } from '../types/core';
import { createRecorder } from './index';

const START = Date.UTC(2026, 10, 24, 20, 51, 8);

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: Event;
}

function scene(answer: (request: HttpRequest) => number = () => 200) {
  const clock = manualClock({ start: START, turn });
  const sent: Sent[] = [];
  const stored = new Map<string, Event>();
  const client = createClient(
    {
      send(request) {
        const body = JSON.parse(new TextDecoder().decode(request.body)) as Event;
        sent.push({ method: request.method, path: request.path, body });
        const status = answer(request);
        const name = request.path.split('/')[6] ?? body.metadata?.name ?? '';
        const event = { ...stored.get(name), ...body };
        stored.set(name, event);
        const failed = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code: status };
        return Promise.resolve({ status, headers: {}, body: new TextEncoder().encode(JSON.stringify(status < 300 ? event : failed)) });
      },
    },
    { userAgent: 'test' },
  );
  const recorder = createRecorder({ client, clock, random: seededRandom(1), component: 'signer' });
  return { clock, sent, recorder };
}

const csr = (name = 'web') => ({
  apiVersion: 'certificates.k8s.io/v1',
  kind: 'CertificateSigningRequest',
  metadata: { name, uid: 'u', resourceVersion: '7' },
});

describe('event recorder', () => {
  it('posts an event as client-go does, into namespace default for a cluster-scoped object', async () => {
    const { sent, recorder } = scene();
    recorder.event(csr(), 'Normal', 'CertificateIssued', 'issued');
    await recorder.flush();
    assert.deepEqual(sent, [
      {
        method: 'POST',
        path: '/api/v1/namespaces/default/events',
        body: {
          kind: 'Event',
          apiVersion: 'v1',
          metadata: { name: `web.${(BigInt(START) * 1_000_000n).toString(16)}`, namespace: 'default' },
          involvedObject: {
            kind: 'CertificateSigningRequest',
            name: 'web',
            uid: 'u',
            apiVersion: 'certificates.k8s.io/v1',
            resourceVersion: '7',
          },
          reason: 'CertificateIssued',
          message: 'issued',
          source: { component: 'signer' },
          firstTimestamp: '2026-11-24T20:51:08Z',
          lastTimestamp: '2026-11-24T20:51:08Z',
          count: 1,
          type: 'Normal',
          reportingComponent: 'signer',
          reportingInstance: '',
        },
      },
    ]);
  });

  it('counts a repeated event by a patch of the first', async () => {
    const { clock, sent, recorder } = scene();
    recorder.event(csr(), 'Normal', 'Waiting', 'not yet');
    await recorder.flush();
    await clock.advance(9000);
    recorder.event(csr(), 'Normal', 'Waiting', 'not yet');
    await recorder.flush();
    const [first, second] = sent;
    assert.equal(second?.path, `/api/v1/namespaces/default/events/${first?.body.metadata?.name ?? ''}`);
    assert.deepEqual([second.method, second.body], ['PATCH', { count: 2, lastTimestamp: '2026-11-24T20:51:17Z', message: 'not yet' }]);
  });

  it('posts again when the event to be patched is gone', async () => {
    const { sent, recorder } = scene(({ method }) => (method === 'PATCH' ? 404 : 201));
    for (let i = 0; i < 2; i++) recorder.event(csr(), 'Normal', 'Waiting', 'not yet');
    await recorder.flush();
    assert.deepEqual(
      sent.map(({ method, body }) => [method, body.count]),
      [
        ['POST', 1],
        ['PATCH', 2],
        ['POST', 2],
      ],
    );
  });

  it('combines events that differ only in their message from the tenth on', async () => {
    const { sent, recorder } = scene();
    for (let i = 1; i <= 12; i++) recorder.event(csr(), 'Warning', 'Failed', `attempt ${i}`);
    await recorder.flush();
    assert.deepEqual(sent.map(({ method, body }) => [method, body.count, body.message]).slice(8), [
      ['POST', 1, 'attempt 9'],
      ['POST', 1, '(combined from similar events): attempt 10'],
      ['PATCH', 2, '(combined from similar events): attempt 11'],
      ['PATCH', 3, '(combined from similar events): attempt 12'],
    ]);
  });

  it('starts a new group after ten quiet minutes', async () => {
    const { clock, sent, recorder } = scene();
    for (let i = 1; i <= 10; i++) recorder.event(csr(), 'Warning', 'Failed', `attempt ${i}`);
    await recorder.flush();
    await clock.advance(600_001);
    recorder.event(csr(), 'Warning', 'Failed', 'attempt 11');
    await recorder.flush();
    assert.equal(sent.at(-1)?.body.message, 'attempt 11');
  });

  it('lets a source send 25 events about one object, then one every five minutes', async () => {
    const { clock, sent, recorder } = scene();
    for (let i = 0; i < 40; i++) recorder.event(csr(), 'Normal', 'Waiting', 'not yet');
    recorder.event(csr('other'), 'Normal', 'Waiting', 'not yet');
    await recorder.flush();
    assert.equal(sent.length, 26);
    await clock.advance(300_000);
    for (let i = 0; i < 2; i++) recorder.event(csr(), 'Normal', 'Waiting', 'not yet');
    await recorder.flush();
    assert.equal(sent.length, 27);
    assert.equal(sent.at(-1)?.body.count, 41);
  });

  it('gives events of one instant different names, whichever recorder made them', async () => {
    const { clock, sent, recorder } = scene();
    const client = createClient({ send: () => Promise.reject(new Error('unused')) }, { userAgent: 'test' });
    createRecorder({ client, clock, random: seededRandom(1), component: 'another' }).event(csr(), 'Normal', 'A', 'a');
    recorder.event(csr(), 'Normal', 'A', 'a');
    await turn();
    assert.equal(sent[0]?.body.metadata?.name, `web.${(BigInt(START) * 1_000_000n + 1n).toString(16)}`);
  });

  it('names an event of an object with an odd name by a UUID', async () => {
    const { sent, recorder } = scene();
    recorder.event(csr('system:node:a'), 'Normal', 'A', 'a');
    await recorder.flush();
    assert.match(sent[0]?.body.metadata?.name ?? '', /^[0-9a-f]{8}-/);
  });
});
