import assert from 'node:assert/strict';
import { manualClock } from '../base/env/manual-clock';
import { turn } from '../base/env/node/turn';
import { seededRandom } from '../base/env/seeded-random';
import type { HttpRequest, HttpResponse } from '../base/env/http';
import { ApiError } from './api-error';
import { createClient } from './create-client';
import { runElection } from './lease-election';
import { Resources } from './resources';
import type { Lease } from './types/coordination';

/** One Lease, kept as an API server keeps it. */
class LeaseServer {
  lease: Lease | undefined;
  writes = 0;
  reachable = true;

  send(request: HttpRequest): Promise<HttpResponse> {
    if (!this.reachable) return Promise.reject(new Error('connection refused'));
    const fail = ({ status }: ApiError): HttpResponse => answer(status.code ?? 500, status);
    if (request.method === 'GET')
      return Promise.resolve(this.lease === undefined ? fail(ApiError.notFound(Resources.leases, 'lock')) : answer(200, this.lease));
    const sent = JSON.parse(new TextDecoder().decode(request.body)) as Lease;
    if (request.method === 'PUT' && sent.metadata?.resourceVersion !== this.lease?.metadata?.resourceVersion) {
      return Promise.resolve(fail(ApiError.conflict(Resources.leases, 'lock', 'modified')));
    }
    this.writes++;
    this.lease = { ...sent, metadata: { ...sent.metadata, resourceVersion: String(this.writes) } };
    return Promise.resolve(answer(200, this.lease));
  }
}

const answer = (status: number, value: unknown): HttpResponse => ({
  status,
  headers: {},
  body: new TextEncoder().encode(JSON.stringify(value)),
});

function scene() {
  const clock = manualClock({ start: Date.UTC(2030, 0, 1), turn });
  const server = new LeaseServer();
  const leaders: string[] = [];
  const candidate = (identity: string): { stop: () => void; ended: Promise<void> } => {
    const lifetime = new AbortController();
    const ended = runElection(
      {
        client: createClient({ send: (request) => server.send(request) }, { userAgent: identity }),
        clock,
        random: seededRandom(1),
        namespace: 'kube-system',
        name: 'lock',
        identity,
        lead: async (signal) => {
          leaders.push(`${identity} leads`);
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          leaders.push(`${identity} stops`);
        },
      },
      lifetime.signal,
    );
    return { stop: () => lifetime.abort(), ended };
  };
  return { clock, server, leaders, candidate };
}

describe('leader election', () => {
  it('creates the Lease, renews it every two seconds and keeps acquireTime', async () => {
    const { clock, server, leaders, candidate } = scene();
    const one = candidate('one');
    await clock.advance(10_000);
    assert.deepEqual(leaders, ['one leads']);
    assert.deepEqual(server.lease?.spec, {
      holderIdentity: 'one',
      leaseDurationSeconds: 15,
      acquireTime: '2030-01-01T00:00:00.000000Z',
      renewTime: '2030-01-01T00:00:10.000000Z',
      leaseTransitions: 0,
    });
    one.stop();
    await one.ended;
  });

  it('lets another candidate wait until the Lease has expired, and counts the transition', async () => {
    const { clock, server, leaders, candidate } = scene();
    server.lease = { metadata: { resourceVersion: '0' }, spec: { holderIdentity: 'dead', leaseDurationSeconds: 15, leaseTransitions: 4 } };
    const two = candidate('two');
    await clock.advance(14_000);
    assert.deepEqual(leaders, []);
    await clock.advance(6000);
    assert.deepEqual(leaders, ['two leads']);
    assert.equal(server.lease.spec?.leaseTransitions, 5);
    two.stop();
    await two.ended;
  });

  it('releases the Lease when it is stopped, so that the next takes over at its next attempt', async () => {
    const { clock, server, leaders, candidate } = scene();
    const one = candidate('one');
    await clock.advance(1);
    const two = candidate('two');
    await clock.advance(1000);
    one.stop();
    await one.ended;
    assert.deepEqual([server.lease?.spec?.holderIdentity, server.lease?.spec?.leaseDurationSeconds], ['', 1]);
    await clock.advance(4400);
    assert.deepEqual(leaders, ['one leads', 'one stops', 'two leads']);
    two.stop();
    await two.ended;
  });

  it('stops leading when it cannot renew for ten seconds', async () => {
    const { clock, server, leaders, candidate } = scene();
    const one = candidate('one');
    await clock.advance(4000);
    server.reachable = false;
    await clock.advance(9000);
    assert.deepEqual(leaders, ['one leads']);
    await clock.advance(3000);
    assert.deepEqual(leaders, ['one leads', 'one stops']);
    await one.ended;
  });
});
