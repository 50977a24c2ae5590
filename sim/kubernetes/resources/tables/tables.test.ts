import assert from 'node:assert/strict';
import type { KubeObject } from '../../../../kube/meta';
import columns from '../data/columns.json';
import { printerOf } from '.';

const CREATED = '2026-11-24T12:00:00Z';
const NOW = Date.parse(CREATED) + 90_000;
const object = (parts: object): KubeObject => ({ metadata: { name: 'web', creationTimestamp: CREATED }, ...parts });
const cells = (kind: string, parts: object): readonly unknown[] => printerOf(kind)?.cells(object(parts), NOW) ?? [];

describe('tables', () => {
  const conditions: [status: object, cell: string][] = [
    [{}, 'Pending'],
    [{ conditions: [{ type: 'Approved' }] }, 'Approved'],
    [{ conditions: [{ type: 'Approved' }], certificate: 'QQ==' }, 'Approved,Issued'],
    [{ conditions: [{ type: 'Denied' }, { type: 'Failed' }] }, 'Denied,Failed'],
    [{ conditions: [{ type: 'Custom' }], certificate: 'QQ==' }, 'Pending,Issued'],
  ];
  for (const [status, cell] of conditions) {
    it(`sum a request up as ${cell}`, () => {
      assert.equal(cells('certificatesigningrequests.certificates.k8s.io', { status }).at(-1), cell);
    });
  }

  it('show a request with its duration', () => {
    const spec = { signerName: 'example.com/a', username: 'alice', expirationSeconds: 7200 };
    assert.deepEqual(cells('certificatesigningrequests.certificates.k8s.io', { spec }), [
      'web',
      '90s',
      'example.com/a',
      'alice',
      '120m',
      'Pending',
    ]);
  });

  it('show an event from either group alike', () => {
    const shared = { metadata: { name: 'web.1' }, type: 'Normal', reason: 'R', eventTime: CREATED };
    const core = { ...shared, message: ' m ', involvedObject: { kind: 'Pod', name: 'p' }, source: { component: 'c', host: 'h' } };
    const group = { ...shared, note: ' m ', regarding: { kind: 'Pod', name: 'p' }, deprecatedSource: { component: 'c', host: 'h' } };
    const wanted = ['90s', 'Normal', 'R', 'pod/p', '', 'c, h', 'm', '90s', 1, 'web.1'];
    assert.deepEqual(cells('events', core), wanted);
    assert.deepEqual(cells('events.events.k8s.io', group), wanted);
  });

  it('have a cell for every column', () => {
    const counted = Object.entries((columns as { columns: Record<string, unknown[]> }).columns).flatMap(([kind, list]) =>
      printerOf(kind) === undefined || cells(kind, {}).length >= list.length ? [] : [kind],
    );
    assert.deepEqual(counted, []);
  });
});
