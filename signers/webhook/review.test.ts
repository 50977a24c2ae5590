import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { isObject } from '../../kube/json';
import type { JsonObject } from '../../kube/json';
import { nodeCrypto } from '../../base/env/node/crypto';
import { createWebhook } from './handler';
import { mutate, validate } from './review';

interface Exchange {
  readonly scenario: string;
  readonly object: JsonObject;
  readonly denial?: string;
}

const exchanges = JSON.parse(gunzipSync(readFileSync('fixtures/recorded/engine/webhook.json.gz')).toString('utf8')) as readonly Exchange[];

const crypto = nodeCrypto();
const respond = (request: JsonObject): ReturnType<typeof validate> => validate(request, crypto);

const review = (object: JsonObject): ReturnType<typeof validate> =>
  respond({ uid: '1', operation: 'CREATE', kind: { kind: object.kind ?? '' }, object });

describe('admission', () => {
  it('has recordings to compare with', () => assert.ok(exchanges.length > 100));

  for (const [index, { scenario, object, denial }] of exchanges.entries()) {
    it(`${scenario} ${index} is ${denial === undefined ? 'allowed' : 'denied'} as recorded`, () => {
      const { allowed, status } = review(object);
      assert.equal(allowed ? undefined : status.message, denial);
    });
  }

  it('warns of a field that is ignored', () => {
    const acme = { server: 'x', privateKeySecretRef: { name: 'x' }, externalAccountBinding: { keyAlgorithm: 'HS256' } };
    assert.deepEqual(review({ kind: 'Issuer', spec: { acme } }).warnings, [
      "ACME issuer spec field 'externalAccount.keyAlgorithm' is deprecated. The value of this field will be ignored.",
    ]);
  });

  it('answers a review over HTTP with its uid', async () => {
    const request = { uid: 'abc', operation: 'UPDATE', kind: { kind: 'ClusterIssuer' }, object: { spec: {} } };
    const body = new TextEncoder().encode(JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request }));
    const answer = await createWebhook(crypto)({ method: 'POST', path: '/validate?timeout=30s', headers: {}, body }, {});
    const parsed: unknown = JSON.parse(new TextDecoder().decode(answer.body as Uint8Array));
    const status = {
      metadata: {},
      message: 'spec: Required value: at least one issuer must be configured',
      reason: 'Forbidden',
      code: 403,
    };
    assert.ok(isObject(parsed));
    assert.deepEqual(parsed.response, { uid: 'abc', allowed: false, status });
  });

  it('writes who asks into a new CertificateRequest', () => {
    const userInfo = { username: 'alice', uid: 'u', groups: ['dev'], extra: {} };
    const { patch = '' } = mutate({ uid: '1', operation: 'CREATE', kind: { kind: 'CertificateRequest' }, userInfo });
    assert.deepEqual(JSON.parse(atob(patch)), [
      { op: 'add', path: '/spec/username', value: 'alice' },
      { op: 'add', path: '/spec/uid', value: 'u' },
      { op: 'add', path: '/spec/groups', value: ['dev'] },
    ]);
    assert.equal(mutate({ uid: '1', operation: 'UPDATE', kind: { kind: 'CertificateRequest' }, userInfo }).patch, undefined);
  });

  it('lets deletions and other kinds pass', () => {
    assert.equal(respond({ uid: '1', operation: 'DELETE', kind: { kind: 'Issuer' }, object: { spec: {} } }).allowed, true);
    assert.equal(respond({ uid: '1', operation: 'CREATE', kind: { kind: 'Order' }, object: { spec: {} } }).allowed, true);
  });
});
