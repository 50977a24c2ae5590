import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyPatch as applyRfc6902, createPatch } from 'rfc6902';
import { applyJsonPatch, applyMergePatch, applyStrategicPatch, decodeJsonPatch } from '.';
import { builtInType } from '../schema';
import type { Json, JsonObject } from '../../../kube/json';

const json = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.integer({ min: -5, max: 5 }),
    fc.constantFrom('', 'a', 'b/c'),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c/d', '~e', 'f'), tie('value'), { maxKeys: 4 }).map((o) => ({ ...o })),
}));

/** The same cases on every run. */
const RUNS = { seed: 6902, numRuns: 300 };

const patched = (document: Json, body: Json): Json => applyJsonPatch(document, decodeJsonPatch(body, true).operations);

/** Names in place of list indices are refused here, where rfc6902 lets some of them pass. */
function patchedOr(otherwise: Json, document: Json, body: Json): Json {
  try {
    return patched(document, body);
  } catch {
    return otherwise;
  }
}

/** Whether rfc6902 could apply all of them; it throws where a path leads through a scalar. */
function applies(document: Json, operations: Parameters<typeof applyRfc6902>[1]): boolean {
  try {
    return applyRfc6902(document, operations).every((failure) => failure === null);
  } catch {
    return false;
  }
}

describe('JSON patch', () => {
  it('makes any document any other, by the patch that rfc6902 writes', () => {
    fc.assert(
      fc.property(json.object, json.object, (from, to) => {
        const before = structuredClone(from);
        const patch = structuredClone(createPatch(from, to)) as unknown as Json;
        assert.deepEqual(patched(from, patch), to);
        assert.deepEqual(from, before);
      }),
      RUNS,
    );
  });

  it('does what rfc6902 does wherever both apply', () => {
    const path = fc.constantFrom('/a', '/b', '/a/0', '/a/-', '/b/c~1d', '/f/~0e', '/a/b');
    const operation = fc.record({
      op: fc.constantFrom('add', 'copy', 'move', 'replace', 'remove', 'test'),
      path,
      from: path,
      value: json.value,
    });
    fc.assert(
      fc.property(json.object, fc.array(operation, { maxLength: 3 }), (document, operations) => {
        const theirs = structuredClone(document);
        if (!applies(theirs, structuredClone(operations))) return;
        assert.deepEqual(patchedOr(theirs, document, operations as unknown as Json), theirs);
      }),
      RUNS,
    );
  });

  const applied: readonly (readonly [string, Json, Json])[] = [
    ['adds null where the value is missing', [{ op: 'add', path: '/x' }], { a: { k: [1, 2] }, x: null }],
    ['replaces a missing key by adding it', [{ op: 'replace', path: '/x', value: 1 }], { a: { k: [1, 2] }, x: 1 }],
    ['counts negative indices from the end', [{ op: 'replace', path: '/a/k/-1', value: 9 }], { a: { k: [1, 9] } }],
    ['ignores what stands before the first slash', [{ op: 'add', path: 'z/x', value: 1 }], { a: { k: [1, 2] }, x: 1 }],
    ['copies a missing key as null', [{ op: 'copy', from: '/q', path: '/x' }], { a: { k: [1, 2] }, x: null }],
    ['finds a missing key equal to null', [{ op: 'test', path: '/q', value: null }], { a: { k: [1, 2] } }],
    ['does nothing when it is null', null, { a: { k: [1, 2] } }],
  ];
  for (const [fact, patch, expected] of applied) {
    it(fact, () => assert.deepEqual(patched({ a: { k: [1, 2] } }, patch), expected));
  }

  const failing: readonly Json[] = [
    [{ op: 'remove', path: '/q' }],
    [{ op: 'test', path: '/a', value: 1 }],
    [{ op: 'add', path: '/q/x', value: 1 }],
    [{ op: 'add', path: '', value: {} }],
    [{ op: 'replace', path: '/a/k/2', value: 1 }],
    [{ op: 'odd', path: '/a' }],
    [null],
  ];
  for (const patch of failing) {
    it(`hides why ${JSON.stringify(patch)} fails`, () => {
      const message = 'the server rejected our request due to an error in our request';
      assert.throws(() => patched({ a: { k: [1, 2] } }, patch), { code: 422, reason: 'Invalid', message });
    });
  }

  it('says what is wrong with its own shape', () => {
    const typed = (body: Json) => () => decodeJsonPatch(body, true);
    assert.throws(typed({}), {
      message: 'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    });
    assert.throws(typed([{ op: 'add', path: 5 }]), {
      message: 'error decoding patch: json: cannot unmarshal number into Go struct field jsonPatchOp.path of type string',
    });
    assert.throws(() => decodeJsonPatch(['x'], false), {
      message: 'json: cannot unmarshal string into Go value of type jsonpatch.Operation',
    });
    assert.throws(typed(Array(10_001).fill({})), { code: 413 });
    assert.deepEqual(decodeJsonPatch([{ op: 'test', extra: 1 }], true).strictErrors, ['json patch unknown field "[0].extra"']);
  });
});

describe('merge patch', () => {
  it('merges maps, deletes by null and replaces the rest', () => {
    const document = { d: { a: 1, b: 2 }, l: [1] };
    assert.deepEqual(applyMergePatch(document, { d: { a: null, c: { x: null, y: 1 } }, l: [2, { n: null }] }, true), {
      d: { b: 2, c: { y: 1 } },
      l: [2, {}],
    });
  });

  it('is refused when it is no object', () => {
    assert.throws(() => applyMergePatch({}, null, true), { code: 400, message: 'Invalid JSON Patch' });
    assert.throws(() => applyMergePatch({}, [], true), {
      message: /cannot unmarshal array into Go value of type map\[string\]interface {}$/,
    });
  });
});

describe('strategic merge patch', () => {
  const type = builtInType({ group: '', version: 'v1', kind: 'Namespace' });
  const merge = (document: JsonObject, patch: JsonObject): JsonObject => {
    assert.ok(type);
    return applyStrategicPatch(document, patch, type);
  };
  const metadata = (document: JsonObject, patch: JsonObject): Json | undefined =>
    merge({ metadata: document }, { metadata: patch }).metadata;

  const merges: readonly (readonly [string, JsonObject, JsonObject, JsonObject])[] = [
    ['puts patched finalizers first', { finalizers: ['a'] }, { finalizers: ['b'] }, { finalizers: ['b', 'a'] }],
    ['deletes from primitive lists', { finalizers: ['a', 'b'] }, { '$deleteFromPrimitiveList/finalizers': ['a'] }, { finalizers: ['b'] }],
    [
      'orders elements',
      { finalizers: ['b', 'x'] },
      { '$setElementOrder/finalizers': ['c', 'b'], finalizers: ['c'] },
      { finalizers: ['c', 'b', 'x'] },
    ],
    ['replaces maps', { labels: { a: '1' } }, { labels: { $patch: 'replace', z: '1' } }, { labels: { z: '1' } }],
    ['retains keys', { labels: { a: '1', b: '2' } }, { labels: { $retainKeys: ['a'] } }, { labels: { a: '1' } }],
    [
      'merges owners by uid',
      { ownerReferences: [{ uid: 'u', name: 'n' }] },
      { ownerReferences: [{ uid: 'u', kind: 'K' }] },
      { ownerReferences: [{ uid: 'u', name: 'n', kind: 'K' }] },
    ],
    [
      'deletes owners by uid',
      { ownerReferences: [{ uid: 'u' }, { uid: 'v' }] },
      { ownerReferences: [{ uid: 'u', $patch: 'delete' }] },
      { ownerReferences: [{ uid: 'v' }] },
    ],
  ];
  for (const [fact, document, patch, expected] of merges) {
    it(fact, () => assert.deepEqual(metadata(document, patch), expected));
  }

  const refusals: readonly (readonly [JsonObject, number, string])[] = [
    [{ ownerReferences: [{ name: 'x' }] }, 500, 'map: map[name:x] does not contain declared merge key: uid'],
    [{ labels: { $patch: 'odd' } }, 500, 'unknown patch type: odd in map: map[$patch:odd]'],
    [{ labels: { $retainKeys: ['a'], b: '1' } }, 400, 'invalid patch format of retainKeys'],
    [{ '$setElementOrder/ownerReferences': 'x' }, 500, 'expected a []interface {}, but received a string'],
    [{ finalizers: [1] }, 500, 'list element types are not identical: [[a] [1]]'],
  ];
  for (const [patch, code, message] of refusals) {
    it(`refuses ${JSON.stringify(patch)}`, () => {
      const live = { labels: { a: '1' }, finalizers: ['a'], ownerReferences: [{ uid: 'u' }] };
      assert.throws(() => metadata(live, patch), { code, message });
    });
  }
});
