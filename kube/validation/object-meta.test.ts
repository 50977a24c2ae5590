import assert from 'node:assert/strict';
import type { ObjectMeta } from '../meta';
import { dnsSubdomainName, validateObjectMeta, validateObjectMetaUpdate } from '.';

const RULES = { namespaced: true, validateName: dnsSubdomainName, standardFinalizers: true };
const GOOD: ObjectMeta = { name: 'web', namespace: 'default' };
const owner = (name: string): NonNullable<ObjectMeta['ownerReferences']>[number] => ({
  apiVersion: 'v1',
  kind: 'Secret',
  name,
  uid: name,
  controller: true,
});

const found = (meta: ObjectMeta): string[] => validateObjectMeta(meta, RULES).map(({ field, message }) => `${field}: ${message}`);
const changed = (next: ObjectMeta, current: ObjectMeta): string[] =>
  validateObjectMetaUpdate({ resourceVersion: '1', ...next }, current).map(({ field, message }) => `${field}: ${message}`);

describe('object metadata', () => {
  it('is fine with a name and a namespace', () => assert.deepEqual(found(GOOD), []));

  it('needs a name', () => {
    assert.deepEqual(found({ namespace: 'default' }), ['metadata.name: Required value: name or generateName is required']);
  });

  it('takes bare finalizers only from Kubernetes itself', () => {
    assert.deepEqual(found({ ...GOOD, finalizers: ['orphan', 'mine'] }), [
      'metadata.finalizers[1]: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified',
    ]);
  });

  it('does not take both finalizers of the garbage collector', () => {
    assert.deepEqual(found({ ...GOOD, finalizers: ['orphan', 'foregroundDeletion'] }), [
      'metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set',
    ]);
  });

  it('has one controller, and prints owners in the order of the Go struct', () => {
    assert.deepEqual(found({ ...GOOD, ownerReferences: [owner('a'), owner('b')] }), [
      'metadata.ownerReferences: Invalid value: [{"apiVersion":"v1","kind":"Secret","name":"a","uid":"a","controller":true},{"apiVersion":"v1","kind":"Secret","name":"b","uid":"b","controller":true}]: Only one reference can have Controller set to true. Found "true" in references for Secret/a and Secret/b',
    ]);
  });

  it('holds annotations of 256 KiB in all', () => {
    const annotations = { big: 'x'.repeat(256 * 1024 - 3) };
    assert.deepEqual(found({ ...GOOD, annotations }), []);
    assert.deepEqual(found({ ...GOOD, annotations: { ...annotations, a: '' } }), [
      'metadata.annotations: Too long: may not be more than 262144 bytes',
    ]);
  });

  it('allows capitals in the prefix of an annotation, not of a label', () => {
    assert.deepEqual(found({ ...GOOD, annotations: { 'Ex.Com/a': '' } }), []);
    assert.equal(found({ ...GOOD, labels: { 'Ex.Com/a': '' } }).length, 1);
  });

  it('keeps its name and uid', () => {
    assert.deepEqual(changed({ name: 'a', uid: '2' }, { name: 'b', uid: '1' }), [
      'metadata.name: Invalid value: "a": field is immutable',
      'metadata.uid: Invalid value: "2": field is immutable',
    ]);
  });

  it('takes no new finalizers once it is deleted', () => {
    const current = { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['a.b/c'] };
    assert.deepEqual(changed({ ...current, finalizers: ['a.b/c', 'a.b/e', 'a.b/d'] }, current), [
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/d", "a.b/e"}',
    ]);
  });
});
