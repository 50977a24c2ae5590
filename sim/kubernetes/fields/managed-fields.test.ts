import assert from 'node:assert/strict';
import { applyPatch, keepTimesOfNoOp, managedFieldsOfScale, managedFieldsOfScaled, updateManagedFields } from '.';
import { builtInType } from '../schema';
import type { Json, JsonObject } from '../../../kube/json';
import type { TypeNode } from '../schema/type-node';

const NOW = '2026-01-02T03:04:05Z';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

function typeOf(apiVersion: string, kind: string): TypeNode {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const type = builtInType({ group: group ?? '', version: version ?? '', kind });
  assert.ok(type);
  return type;
}

const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };
const rules = { type: typeOf('v1', 'ConfigMap'), apiVersion: 'v1', resetFields: [], subresource: '', now: NOW };

const update = (live: JsonObject | undefined, next: JsonObject, manager: string) =>
  updateManagedFields({ ...rules, live, next: { ...CONFIG_MAP, ...next }, manager });
const apply = (live: JsonObject | undefined, patch: JsonObject, options: { manager: string; force?: boolean }) =>
  applyPatch({ ...rules, kind: 'ConfigMap', live, patch: { ...CONFIG_MAP, ...patch }, force: false, ...options });

const entriesOf = (object: JsonObject): JsonObject[] => ((object.metadata as JsonObject).managedFields ?? []) as JsonObject[];
const owners = (object: JsonObject): Json[] =>
  entriesOf(object).map(({ manager, operation, fieldsV1 }) => `${manager as string} ${operation as string} ${JSON.stringify(fieldsV1)}`);

describe('managedFields of updates', () => {
  it('name what a create sets, in the order of the field set', () => {
    const created = update(undefined, { metadata: { name: 'x', labels: { b: '1', a: '2' }, finalizers: ['f/x'] }, data: { k: 'v' } }, 'me');
    assert.deepEqual(entriesOf(created), [
      {
        manager: 'me',
        operation: 'Update',
        apiVersion: 'v1',
        time: NOW,
        fieldsType: 'FieldsV1',
        fieldsV1: {
          'f:data': { '.': {}, 'f:k': {} },
          'f:metadata': { 'f:finalizers': { '.': {}, 'v:"f/x"': {} }, 'f:labels': { '.': {}, 'f:a': {}, 'f:b': {} } },
        },
      },
    ]);
  });

  it('are not begun by a create with nothing to own, nor by what follows it', () => {
    const created = update(undefined, { metadata: { name: 'x' } }, 'me');
    assert.deepEqual(owners(created), []);
    assert.deepEqual(owners(update(created, { metadata: { name: 'x' }, data: { k: 'v' } }, 'me')), []);
  });

  it('pass from who set a value to who changes it', () => {
    const created = update(undefined, { metadata: { name: 'x' }, data: { a: '1', b: '1' } }, 'one');
    const changed = update(created, { metadata: { name: 'x' }, data: { a: '1', b: '2' } }, 'two');
    assert.deepEqual(owners(changed), ['one Update {"f:data":{".":{},"f:a":{}}}', 'two Update {"f:data":{"f:b":{}}}']);
  });

  it('are reset by an empty list or an empty entry, and kept when they make no sense', () => {
    const created = update(undefined, { metadata: { name: 'x' }, data: { a: '1' } }, 'one');
    for (const managedFields of [[], [{}]]) assert.deepEqual(owners(update(created, { metadata: { managedFields } }, 'two')), []);
    const kept = update(created, { metadata: { managedFields: [{ operation: 'Odd' }] }, data: { a: '1' } }, 'two');
    assert.deepEqual(owners(kept), owners(created));
  });

  it('pour the oldest of more than ten updaters together', () => {
    let object: JsonObject | undefined;
    const data: JsonObject = {};
    for (let i = 0; i < 12; i++) {
      data[`k${i}`] = 'v';
      object = updateManagedFields({
        ...rules,
        live: object,
        next: { ...CONFIG_MAP, data: { ...data } },
        manager: `m${i}`,
        now: NOW.replace('05Z', `${10 + i}Z`),
      });
    }
    assert.ok(object);
    assert.equal(entriesOf(object).length, 10);
    assert.equal(owners(object)[0], 'ancient-changes Update {"f:data":{".":{},"f:k0":{},"f:k1":{},"f:k2":{}}}');
  });

  it('leave out what the endpoint resets', () => {
    const type = typeOf('certificates.k8s.io/v1', 'CertificateSigningRequest');
    const next = { metadata: { name: 'x', labels: { a: '1' } }, spec: { signerName: 's/x', request: 'eA==', usages: ['any'] } };
    const object = updateManagedFields({
      ...rules,
      type,
      apiVersion: 'certificates.k8s.io/v1',
      resetFields: [['spec'], ['status']],
      live: undefined,
      next,
      manager: 'me',
    });
    assert.deepEqual(owners(object), ['me Update {"f:metadata":{"f:labels":{".":{},"f:a":{}}}}']);
  });

  it('keep their times when nothing else changed', () => {
    const live = update(undefined, { metadata: { name: 'x' }, data: { a: '1' } }, 'one');
    const [entry] = entriesOf(live);
    const touched = { ...live, metadata: { name: 'x', managedFields: [{ ...entry, time: '2027-01-01T00:00:00Z' }] } };
    assert.deepEqual(keepTimesOfNoOp(touched, live), live);
    const changed = { ...touched, data: { a: '2' } };
    assert.equal(keepTimesOfNoOp(changed, live), changed);
  });
});

describe('server-side apply', () => {
  it('owns what it says and gives up what it no longer says', () => {
    const first = apply(undefined, { metadata: { name: 'x', labels: { a: '1', b: '1' } }, data: { k: 'v' } }, { manager: 'me' });
    const second = apply(first, { metadata: { name: 'x', labels: { a: '1' } } }, { manager: 'me' });
    assert.deepEqual((second.metadata as JsonObject).labels, { a: '1' });
    assert.equal(second.data ?? null, null);
    assert.deepEqual(owners(second), ['me Apply {"f:metadata":{"f:labels":{"f:a":{}}}}']);
  });

  it('conflicts with others, once per field, unless it is forced or agrees', () => {
    const created = update(undefined, { metadata: { name: 'x' }, data: { a: '1', b: '1', c: '1' } }, 'one');
    const patch = { metadata: { name: 'x' }, data: { a: '2', b: '2', c: '1' } };
    assert.throws(() => apply(created, patch, { manager: 'me' }), {
      code: 409,
      message: 'Apply failed with 2 conflicts: conflicts with "one" using v1:\n- .data.a\n- .data.b',
      status: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Apply failed with 2 conflicts: conflicts with "one" using v1:\n- .data.a\n- .data.b',
        reason: 'Conflict',
        details: {
          causes: ['.data.a', '.data.b'].map((field) => ({
            reason: 'FieldManagerConflict',
            message: 'conflict with "one" using v1',
            field,
          })),
        },
        code: 409,
      },
    });
    const forced = apply(created, patch, { manager: 'me', force: true });
    assert.deepEqual(forced.data, { a: '2', b: '2', c: '1' });
    assert.deepEqual(owners(forced), ['me Apply {"f:data":{"f:a":{},"f:b":{},"f:c":{}}}', 'one Update {"f:data":{".":{},"f:c":{}}}']);
  });

  it('writes no time when only ownership changes', () => {
    const created = update(undefined, { metadata: { name: 'x' }, data: { a: '1' } }, 'one');
    const [own] = entriesOf(apply(created, { metadata: { name: 'x' }, data: { a: '1' } }, { manager: 'me' }));
    assert.equal(own?.manager, 'me');
    assert.equal(own.time, undefined);
  });

  it('sees no change in a stored object that does without kind and apiVersion', () => {
    const created = apply(undefined, { metadata: { name: 'x' }, data: { a: '1' } }, { manager: 'one' });
    const stored = { metadata: created.metadata ?? null, data: created.data ?? null };
    const [own] = entriesOf(apply(stored, { metadata: { name: 'x' }, data: { a: '1' } }, { manager: 'two' }));
    assert.equal(own?.manager, 'two');
    assert.equal(own.time, undefined);
  });

  it('notes what was there before it as before-first-apply', () => {
    const applied = apply(
      { ...CONFIG_MAP, metadata: { name: 'x', uid: 'u' }, data: { a: '1' } },
      { metadata: { name: 'x' }, data: { b: '1' } },
      { manager: 'me' },
    );
    assert.deepEqual(owners(applied), ['me Apply {"f:data":{"f:b":{}}}', 'before-first-apply Update {"f:data":{".":{},"f:a":{}}}']);
  });

  it('merges map lists by key, in the configured order', () => {
    const type = typeOf('certificates.k8s.io/v1', 'CertificateSigningRequest');
    const live = {
      metadata: { name: 'x', uid: 'u' },
      status: { conditions: ['A', 'B', 'C'].map((name) => ({ type: name, status: 'True' })) },
    };
    const patch = {
      apiVersion: 'certificates.k8s.io/v1',
      kind: 'CertificateSigningRequest',
      status: { conditions: ['D', 'C', 'A'].map((name) => ({ type: name, status: 'True' })) },
    };
    const csr = { type, apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest' };
    const merged = applyPatch({ ...rules, ...csr, live, patch, manager: 'me', subresource: 'status', force: true });
    const conditions = (merged.status as JsonObject).conditions as JsonObject[];
    assert.deepEqual(
      conditions.map((condition) => condition.type),
      ['B', 'D', 'C', 'A'],
    );
  });

  it('lets kubectl take over what it applied from the client, and keeps the annotation in step', () => {
    const lastApplied = `${JSON.stringify({ ...CONFIG_MAP, metadata: { name: 'x' }, data: { a: '1' } })}\n`;
    const live = update(
      undefined,
      { metadata: { name: 'x', annotations: { [LAST_APPLIED]: lastApplied } }, data: { a: '1' } },
      'kubectl-client-side-apply',
    );
    const patch = { metadata: { name: 'x' }, data: { a: '2' } };
    assert.throws(() => apply(live, patch, { manager: 'other' }), { code: 409 });
    const applied = apply(live, patch, { manager: 'kubectl' });
    const annotations = (applied.metadata as JsonObject).annotations as JsonObject;
    assert.equal(annotations[LAST_APPLIED], '{"apiVersion":"v1","data":{"a":"2"},"kind":"ConfigMap","metadata":{"name":"x"}}\n');
  });

  const refusals: readonly (readonly [JsonObject, number, string])[] = [
    [{ kind: 'Secret' }, 400, 'invalid object type: /v1, Kind=Secret'],
    [{ metadata: { managedFields: [] } }, 400, 'metadata.managedFields must be nil'],
    [
      { metadata: { name: 'x' }, foo: 1 },
      500,
      'failed to create typed patch object (/x; /v1, Kind=ConfigMap): .foo: field not declared in schema',
    ],
    [
      { data: { a: true } },
      500,
      'failed to create typed patch object (/; /v1, Kind=ConfigMap): .data.a: expected string, got &value.valueUnstructured{Value:true}',
    ],
    [
      { metadata: { finalizers: ['f', 'f'] } },
      500,
      'failed to create typed patch object (/; /v1, Kind=ConfigMap): .metadata.finalizers: duplicate entries for key [="f"]',
    ],
  ];
  for (const [patch, code, message] of refusals) {
    it(`refuses ${JSON.stringify(patch)}`, () => {
      assert.throws(() => apply(undefined, patch, { manager: 'me' }), { code, message });
    });
  }
});

describe('managedFields of a scale', () => {
  const scaled = { apiVersion: 'example.com/v1', replicasPaths: { 'example.com/v1': ['spec', 'replicas'] } };
  const entry = (manager: string, fieldsV1: JsonObject, more: JsonObject = {}): JsonObject => ({
    manager,
    operation: 'Update',
    apiVersion: 'example.com/v1',
    fieldsType: 'FieldsV1',
    fieldsV1,
    ...more,
  });
  const parent = [entry('one', { 'f:spec': { '.': {}, 'f:replicas': {} } }, { time: NOW })];

  it('name the owners of the replicas', () => {
    assert.deepEqual(managedFieldsOfScale(parent, scaled), [
      entry('one', { 'f:spec': { 'f:replicas': {} } }, { apiVersion: 'autoscaling/v1', time: NOW }),
    ]);
  });

  it('take the replicas from who lost them and give them to the new owner, without a time', () => {
    const scale = [entry('two', { 'f:spec': { 'f:replicas': {} } }, { apiVersion: 'autoscaling/v1', subresource: 'scale', time: NOW })];
    assert.deepEqual(managedFieldsOfScaled(parent, scale, scaled), [
      entry('two', { 'f:spec': { 'f:replicas': {} } }, { subresource: 'scale' }),
      entry('one', { 'f:spec': {} }, { time: NOW }),
    ]);
  });
});
