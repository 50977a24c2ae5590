import assert from 'node:assert/strict';
import type { FieldError } from '../../../../kube/field-error';
import { requestContext } from '../../../../fixtures/request-context';
import { csrStrategies } from './strategies';
import { validateSignerName } from './signer-name';
import type { Csr } from './validation';
import type { X509Reader } from './x509-reader';

const NOW = '2026-11-24T12:00:00Z';
const EARLIER = '2026-01-01T00:00:00Z';

/** Any text is a request; a certificate begins with its type. */
const x509: X509Reader = {
  decodePem: (text) => {
    const type = new TextDecoder().decode(text);
    return type === '' ? undefined : { block: { type, headers: new Map(), bytes: text }, rest: new Uint8Array(0) };
  },
  checkRequest: () => undefined,
  countCertificates: () => 1,
  checkKeyPair: () => undefined,
};

const { main, approval, status } = csrStrategies(x509);
const context = requestContext({ now: Date.parse(NOW), user: { name: 'alice', uid: '', groups: ['dev'], extra: { a: ['b'] } } });
const CERTIFICATE = btoa('CERTIFICATE');

const stored: Csr = {
  metadata: { name: 'web', resourceVersion: '1' },
  spec: { request: btoa('CERTIFICATE REQUEST'), signerName: 'example.com/a', usages: ['client auth'], username: 'bob' },
  status: { conditions: [{ type: 'Approved', status: 'True', lastUpdateTime: EARLIER, lastTransitionTime: EARLIER }] },
};
const texts = (errors: readonly FieldError[] | undefined): string[] => (errors ?? []).map(({ field, message }) => `${field}: ${message}`);

describe('CertificateSigningRequest', () => {
  it('is created in the name of whoever asks, without a status', () => {
    const created = main.prepareForCreate?.({ ...stored, spec: { ...stored.spec, groups: ['forged'] } }, context);
    assert.deepEqual(created, {
      metadata: stored.metadata,
      spec: { ...stored.spec, username: 'alice', groups: ['dev'], extra: { a: ['b'] } },
    });
  });

  it('keeps spec and status on the main endpoint', () => {
    const next = { ...stored, spec: {}, status: {}, metadata: { ...stored.metadata, labels: { a: 'b' } } };
    assert.deepEqual(main.prepareForUpdate?.(next, stored, context), { ...stored, metadata: next.metadata });
  });

  it('takes conditions and no certificate on /approval, and fills their times', () => {
    const next = { ...stored, status: { certificate: CERTIFICATE, conditions: [{ type: 'Denied', status: 'True' }] } };
    assert.deepEqual(approval.prepareForUpdate?.(next, stored, context).status, {
      conditions: [{ type: 'Denied', status: 'True', lastUpdateTime: NOW, lastTransitionTime: NOW }],
    });
  });

  it('carries a transition over when type and status stay', () => {
    const next = { ...stored, status: { conditions: [{ type: 'Approved', status: 'True' }] } };
    assert.deepEqual(approval.prepareForUpdate?.(next, stored, context).status?.conditions, [
      { type: 'Approved', status: 'True', lastUpdateTime: NOW, lastTransitionTime: EARLIER },
    ]);
  });

  it('puts Approved back as it was on /status', () => {
    const changed = { type: 'Approved', status: 'True', reason: 'changed' };
    const next = { ...stored, status: { certificate: CERTIFICATE, conditions: [changed] } };
    assert.deepEqual(status.prepareForUpdate?.(next, stored, context).status, { ...stored.status, certificate: CERTIFICATE });
  });

  const updates: [what: string, next: Csr, errors: string[]][] = [
    [
      'removing an approval',
      { ...stored, status: {} },
      ['status.conditions: Forbidden: updates may not remove a condition of type "Approved"'],
    ],
    [
      'denying through /status',
      { ...stored, status: { conditions: [{ type: 'Denied', status: 'True' }, ...(stored.status?.conditions ?? [])] } },
      [
        'status.conditions: Invalid value: "Approved": Approved and Denied conditions are mutually exclusive',
        'status.conditions: Forbidden: updates may not add a condition of type "Denied"',
      ],
    ],
    [
      'a key for a certificate',
      { ...stored, status: { ...stored.status, certificate: btoa('KEY') } },
      ['status.certificate: Invalid value: "<certificate data>": only CERTIFICATE PEM blocks are allowed, found "KEY"'],
    ],
    ['a certificate', { ...stored, status: { ...stored.status, certificate: CERTIFICATE } }, []],
  ];
  for (const [what, next, errors] of updates) {
    it(`${errors.length === 0 ? 'allows' : 'refuses'} ${what}`, () => {
      assert.deepEqual(texts(status.validateUpdate?.(next, stored, context)), errors);
    });
  }

  it('never replaces a certificate', () => {
    const issued = { ...stored, status: { ...stored.status, certificate: CERTIFICATE } };
    assert.deepEqual(texts(status.validateUpdate?.(stored, issued, context)), [
      'status.certificate: Forbidden: updates may not modify existing certificate content',
    ]);
  });

  it('may go on breaking what the stored object breaks', () => {
    const old = { ...stored, spec: { ...stored.spec, usages: ['odd', 'odd'], signerName: 'kubernetes.io/legacy-unknown' } };
    assert.deepEqual(
      texts(main.validateUpdate?.(old, old, context)).filter((text) => !text.startsWith('spec.signerName')),
      [],
    );
    assert.equal(texts(main.validate?.(old, context)).length, 4);
  });
});

describe('signer names', () => {
  const cases: [name: string, errors: string[]][] = [
    ['example.com/a', []],
    ['issuers.cert-manager.io/ns.name', []],
    ['', ['Required value']],
    ['a/b/c', [`Invalid value: "a/b/c": must be a fully qualified domain and path of the form 'example.com/signer-name'`]],
    ['example/a', ['Invalid value: "example": should be a domain with at least two segments separated by dots']],
  ];
  for (const [name, errors] of cases) {
    it(`finds ${errors.length === 0 ? 'nothing' : errors.length} wrong with "${name}"`, () => {
      assert.deepEqual(
        validateSignerName('spec.signerName', name).map(({ message }) => message),
        errors,
      );
    });
  }

  it('are at most 571 bytes long', () => {
    const name = `a.b/${Array.from({ length: 10 }, () => 'a'.repeat(60)).join('.')}`;
    assert.deepEqual(
      validateSignerName('f', name).map(({ message }) => message),
      ['Too long: may not be more than 571 bytes'],
    );
  });
});
