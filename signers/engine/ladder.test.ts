import assert from 'node:assert/strict';
import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { drive } from './drive';
import type { Answerer } from './drive';
import type { Issuer } from './issuer';
import { ladder } from './ladder';
import { issued } from './outcome';
import type { Outcome } from './outcome';
import type { Question, Steps } from './steps';

const READY: Issuer = { spec: { ca: { secretName: 'ca' } }, status: { conditions: [{ type: 'Ready', status: 'True' }] } };
const CONDITION = { status: 'True', reason: 'x' };

interface World {
  readonly issuer?: Issuer | Error;
  readonly allowed?: readonly string[] | Error;
}

const base: CertificateSigningRequest = {
  metadata: { name: 'web' },
  spec: { signerName: 'issuers.cert-manager.io/sandbox.ca', username: 'alice', groups: ['dev'], usages: ['any'] },
  status: { conditions: [{ ...CONDITION, type: 'Approved' }] },
};

const request = (spec: object, status: object = {}, annotations: Record<string, string> = {}): CertificateSigningRequest => ({
  metadata: { name: 'web', annotations },
  spec: { ...base.spec, ...spec },
  status: { ...base.status, ...status },
});

async function climb(given: CertificateSigningRequest, { issuer, allowed = ['ca'] }: World = { issuer: READY }) {
  const asked: Question[] = [];
  const answer: Answerer = (question) => {
    asked.push(question);
    if (question.ask === 'issuer') {
      if (issuer instanceof Error) throw issuer;
      return { to: 'issuer', value: issuer };
    }
    if (question.ask !== 'review') return { to: 'unknown' };
    if (allowed instanceof Error) return Promise.reject(allowed);
    return { to: 'review', value: allowed.includes(question.review.resourceAttributes?.name ?? '') };
  };
  const steps = function* (): Steps<Outcome | undefined> {
    const ready = yield* ladder(given, 'ca');
    return ready && issued('pem', 'signed');
  };
  return { outcome: await drive(steps(), answer), asked };
}

const told = (outcome: Outcome): string => {
  const text = outcome.kind === 'retry' ? outcome.error.message : outcome.event && `${outcome.event.reason}: ${outcome.event.message}`;
  return text === undefined ? outcome.kind : `${outcome.kind} ${text}`;
};

const clusterRequest = request({ signerName: 'clusterissuers.cert-manager.io/a.b' });
const DURATION = 'experimental.cert-manager.io/request-duration';

const CASES: readonly (readonly [string, CertificateSigningRequest, World, string])[] = [
  ['goes to its signer when every gate is open', base, { issuer: READY }, 'issued CertificateIssued: signed'],
  ['is left alone when its signer has another form', request({ signerName: 'example.com/x/y' }), {}, 'wait'],
  ['is left alone when its signer is in another group', request({ signerName: 'issuers.example.com/a.b' }), {}, 'wait'],
  ['is left alone once failed, whatever the status of the condition', request({}, { conditions: [{ type: 'Failed' }] }), {}, 'wait'],
  ['is left alone once denied', request({}, { conditions: [{ type: 'Denied' }] }), {}, 'wait'],
  ['is left alone once issued', request({}, { certificate: 'eA==' }), {}, 'wait'],
  [
    'waits for approval before its signer type is looked at',
    request({ signerName: 'foo.cert-manager.io/x' }, { conditions: [] }),
    {},
    'wait WaitingApproval: Waiting for the Approved condition before issuing',
  ],
  ['is left alone when its signer has another type', request({ signerName: 'foo.cert-manager.io/x' }), {}, 'wait'],
  ['waits for its issuer', base, {}, 'wait IssuerNotFound: Referenced Issuer sandbox/ca not found'],
  ['waits for its cluster issuer', clusterRequest, {}, 'wait IssuerNotFound: Referenced ClusterIssuer /a.b not found'],
  ['is tried again when the issuer cannot be read', base, { issuer: new Error('boom') }, 'retry boom'],
  ['waits for a type', base, { issuer: { spec: {} } }, 'wait IssuerTypeMissing: Referenced Issuer sandbox/ca is missing type'],
  ['is left to the controller of its type', base, { issuer: { ...READY, spec: { acme: {} } } }, 'wait'],
  [
    'fails for good without the right to reference, before readiness is looked at',
    base,
    { issuer: { spec: READY.spec ?? {} }, allowed: [] },
    'failed DeniedReference: Requester may not reference Namespaced Issuer sandbox/ca',
  ],
  ['is tried again when the review fails', base, { issuer: READY, allowed: new Error('no answer') }, 'retry no answer'],
  [
    'fails for good with a duration that cannot be read',
    request({}, {}, { [DURATION]: '90d' }),
    { issuer: READY },
    `failed ErrorParseDuration: Failed to parse requested duration: failed to parse requested duration on annotation "${DURATION}": time: unknown unit "d" in duration "90d"`,
  ],
  [
    'fails for good below ten minutes, before readiness is looked at',
    request({}, {}, { [DURATION]: '9m59s' }),
    { issuer: { spec: READY.spec ?? {} } },
    'failed InvalidDuration: CertificateSigningRequest minimum allowed duration is 10m0s, requested 9m59s',
  ],
  [
    'waits for a ready issuer',
    base,
    { issuer: { spec: READY.spec ?? {} } },
    'wait IssuerNotReady: Referenced Issuer sandbox/ca does not have a Ready status condition',
  ],
];

describe('the ladder: a request', () => {
  for (const [title, given, world, expected] of CASES) {
    it(title, async () => assert.equal(told((await climb(given, world)).outcome), expected));
  }

  it('is reviewed by the name of the issuer, and by a star only when that is refused', async () => {
    const names = async (allowed: string[]) =>
      (await climb(base, { issuer: READY, allowed })).asked.flatMap((q) => (q.ask === 'review' ? q.review.resourceAttributes?.name : []));
    assert.deepEqual(await names(['ca']), ['ca']);
    assert.deepEqual(await names(['*']), ['ca', '*']);
  });

  it('is reviewed as its requester', async () => {
    const { asked } = await climb(request({ uid: 'u', extra: { scopes: ['a'] } }));
    const { resourceAttributes, ...who } = asked.flatMap((question) => (question.ask === 'review' ? question.review : []))[0] ?? {};
    assert.deepEqual(who, { user: 'alice', groups: ['dev'], uid: 'u', extra: { scopes: ['a'] } });
    assert.deepEqual(resourceAttributes, {
      ...{ group: 'cert-manager.io', resource: 'signers', verb: 'reference', version: '*' },
      ...{ namespace: 'sandbox', name: 'ca' },
    });
  });

  it('needs no review for a cluster issuer', async () => {
    const { asked, outcome } = await climb(clusterRequest);
    assert.equal(outcome.kind, 'issued');
    assert.deepEqual(
      asked.map(({ ask }) => ask),
      ['issuer'],
    );
  });
});
