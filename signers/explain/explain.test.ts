import assert from 'node:assert/strict';
import { nodeCrypto } from '../../base/env/node/crypto';
import { systemClock } from '../../base/env/node/clock';
import { systemRandom } from '../../base/env/node/random';
import type { CertificateSigningRequest } from '../../kube/types/certificates';
import type { Issuer } from '../engine/issuer';
import { SIGNERS } from '../signers';
import { explain } from './explain';
import { renderExplanation } from './render';
import { EMPTY_SNAPSHOT } from './snapshot';
import type { Snapshot } from './snapshot';

const network = {
  fetch: () => Promise.reject(new Error('none')),
  listen: () => Promise.reject(new Error('none')),
  resolve: () => Promise.resolve([]),
};
const tools = { clock: systemClock, crypto: nodeCrypto(), random: systemRandom, network, clusterResourceNamespace: 'cert-manager' };
const by = { signers: SIGNERS, tools };

const READY: Issuer = {
  spec: { ca: { secretName: 'ca' } },
  status: { conditions: [{ type: 'Ready', status: 'True', reason: 'KeyPairVerified' }] },
};
const KEY = 'Issuer/sandbox/ca';

const request = (conditions: string[], status: object = {}): CertificateSigningRequest => ({
  metadata: { name: 'web' },
  spec: { signerName: 'issuers.cert-manager.io/sandbox.ca', username: 'alice' },
  status: { ...status, conditions: conditions.map((type) => ({ type, status: 'True', reason: 'Why' })) },
});

const shut = (given: CertificateSigningRequest, snapshot: Snapshot): string[] =>
  explain(given, snapshot, by)
    .gates.filter(({ state }) => state !== 'passed')
    .map(({ gate, state }) => `${gate} ${state}`);

describe('an explanation', () => {
  it('tells everything that is missing at once', () => {
    const snapshot = { ...EMPTY_SNAPSHOT, issuers: { [KEY]: { spec: READY.spec ?? {} } }, reviews: { ca: false, '*': false } };
    assert.deepEqual(shut(request([]), snapshot), [
      'approved blocked',
      'may-reference blocked',
      'issuer-ready blocked',
      'signature unknown',
    ]);
  });

  it('knows absent from unknown', () => {
    assert.deepEqual(shut(request(['Approved']), EMPTY_SNAPSHOT), ['issuer-exists unknown']);
    assert.deepEqual(shut(request(['Approved']), { ...EMPTY_SNAPSHOT, issuers: { [KEY]: null } }), ['issuer-exists blocked']);
  });

  it('goes on when only the review is unknown', () => {
    const snapshot = { issuers: { [KEY]: READY }, secrets: { 'sandbox/ca': null }, reviews: {} };
    assert.deepEqual(shut(request(['Approved']), snapshot), ['may-reference unknown', 'secret-exists blocked']);
  });

  it('stops where nothing can change any more', () => {
    assert.equal(explain(request(['Approved', 'Failed']), EMPTY_SNAPSHOT, by).verdict, 'refused');
    assert.equal(explain(request(['Denied']), EMPTY_SNAPSHOT, by).verdict, 'refused');
    assert.equal(explain(request(['Approved'], { certificate: 'eA==' }), EMPTY_SNAPSHOT, by).verdict, 'issued');
  });

  it('gives the command that opens a gate', () => {
    const { gates } = explain(request([]), EMPTY_SNAPSHOT, by);
    assert.equal(gates.find(({ gate }) => gate === 'approved')?.remedy, 'kubectl certificate approve web');
  });

  it('is drawn one line a gate', () => {
    const text = renderExplanation(explain(request([]), { ...EMPTY_SNAPSHOT, issuers: { [KEY]: null } }, by));
    assert.match(text, /^certificatesigningrequest web for issuers.cert-manager.io\/sandbox.ca\n/);
    assert.match(text, /\n {2}✗ Has somebody approved it\? .*\n {6}kubectl certificate approve web\n/);
    assert.match(text, /\nweb is not signed: .*Referenced Issuer sandbox\/ca not found\.\n$/);
  });
});
