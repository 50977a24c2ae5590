import assert from 'node:assert/strict';
import { requestContext } from '../../../../fixtures/request-context';
import type { FieldError } from '../../../../kube/field-error';
import type { Secret } from '../../../../kube/types/core';
import type { X509Reader } from '../certificates/x509-reader';
import { configMapMain } from './config-map';
import { namespaceMain, namespaceStatus } from './namespace';
import { secretMain } from './secret';

const x509: X509Reader = {
  decodePem: () => undefined,
  checkRequest: () => undefined,
  countCertificates: () => 0,
  checkKeyPair: () => {
    throw new Error('tls: no pair');
  },
};
const secrets = secretMain(x509);
const context = requestContext({ now: 0, user: { name: 'alice', uid: '', groups: [], extra: {} } });
const texts = (errors: readonly FieldError[] | undefined): string[] => (errors ?? []).map(({ field, message }) => `${field}: ${message}`);

describe('Secret', () => {
  it('is Opaque by default, and stringData wins over data', () => {
    assert.deepEqual(secrets.applyDefaults?.({ data: { a: 'YQ==', b: 'Yg==' }, stringData: { a: 'é' } }), {
      type: 'Opaque',
      data: { a: 'w6k=', b: 'Yg==' },
    });
  });

  const cases: [what: string, secret: Secret, errors: string[]][] = [
    ['a TLS secret without a key', { type: 'kubernetes.io/tls', data: { 'tls.crt': '' } }, ['data[tls.key]: Required value']],
    ['a TLS secret with empty values', { type: 'kubernetes.io/tls', data: { 'tls.crt': '', 'tls.key': '' } }, []],
    [
      'a login without name or password',
      { type: 'kubernetes.io/basic-auth' },
      ['data[username]: Required value', 'data[password]: Required value'],
    ],
    ['a login with a password', { type: 'kubernetes.io/basic-auth', data: { password: 'YQ==' } }, []],
    [
      'a registry login that is no JSON',
      { type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': 'eA==' } },
      [`data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": invalid character 'x' looking for beginning of value`],
    ],
    [
      'a token of no account',
      { type: 'kubernetes.io/service-account-token' },
      ['metadata.annotations[kubernetes.io/service-account.name]: Required value'],
    ],
    ['a type of its own', { type: 'example.com/any' }, []],
  ];
  for (const [what, secret, errors] of cases) {
    it(`${errors.length === 0 ? 'allows' : 'refuses'} ${what}`, () => assert.deepEqual(texts(secrets.validate?.(secret, context)), errors));
  }

  it('warns of a key pair that fits nobody', () => {
    assert.deepEqual(secrets.warningsOnCreate?.({ type: 'kubernetes.io/tls' }, context), ['tls: no pair']);
  });

  it('holds 1 MiB in all', () => {
    const full = 'A'.repeat((1024 * 1024 * 4) / 3 + 4);
    assert.deepEqual(texts(secrets.validate?.({ data: { a: full } }, context)), ['data: Too long: may not be more than 1048576 bytes']);
  });

  it('does not change once it is immutable', () => {
    const current: Secret = { type: 'Opaque', immutable: true, data: { a: 'YQ==' } };
    assert.deepEqual(texts(secrets.validateUpdate?.({ type: 'Opaque', data: {} }, current, context)), [
      'immutable: Forbidden: field is immutable when `immutable` is set',
      'data: Forbidden: field is immutable when `immutable` is set',
    ]);
  });
});

describe('ConfigMap', () => {
  it('has a key once only', () => {
    assert.deepEqual(texts(configMapMain.validate?.({ data: { a: '' }, binaryData: { a: '' } }, context)), [
      'data[a]: Invalid value: "a": duplicate of key present in binaryData',
    ]);
  });

  it('counts the bytes of its values', () => {
    assert.deepEqual(texts(configMapMain.validate?.({ data: { a: 'é'.repeat(512 * 1024 + 1) } }, context)), [
      '[]: Too long: may not be more than 1048576 bytes',
    ]);
  });
});

describe('Namespace', () => {
  const stored = { metadata: { name: 'web' }, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } };

  it('is created active, labelled with its name and held by its finalizer', () => {
    assert.deepEqual(namespaceMain.prepareForCreate?.({ metadata: { name: 'web' } }, context), {
      ...stored,
      metadata: { name: 'web', labels: { 'kubernetes.io/metadata.name': 'web' } },
    });
  });

  it('keeps its finalizers and status on the main endpoint', () => {
    assert.deepEqual(namespaceMain.prepareForUpdate?.({ metadata: { name: 'web' } }, stored, context), stored);
  });

  it('is Terminating exactly when it is deleted', () => {
    assert.deepEqual(texts(namespaceStatus.validateUpdate?.({ ...stored, status: { phase: 'Terminating' } }, stored, context)), [
      'status.Phase: Invalid value: "Terminating": may only be \'Active\' if `deletionTimestamp` is empty',
    ]);
  });
});
