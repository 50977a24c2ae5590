import assert from 'node:assert/strict';
import type { JsonObject } from '../../../kube/json';
import type { KubeObject } from '../../../kube/meta';
import { versionRules } from './version-rules';

const GVK = { group: 'example.com', version: 'v1', kind: 'Widget' };

const SPEC: JsonObject = {
  type: 'object',
  properties: {
    a: { type: 'string', default: 'one' },
    n: { type: 'integer', minimum: 1, nullable: true, default: 5 },
    o: { type: 'object', default: {}, properties: { x: { type: 'string', default: 'inner' } } },
    l: {
      type: 'array',
      items: { type: 'object', required: ['k'], properties: { k: { type: 'string' }, v: { type: 'string', maxLength: 3 } } },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['k'],
    },
    m: { type: 'object', additionalProperties: { type: 'string' } },
    q: { 'x-kubernetes-int-or-string': true },
    any: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    one: {
      type: 'object',
      oneOf: [{ required: ['x'] }, { required: ['y'] }],
      properties: { x: { type: 'string' }, y: { type: 'string' } },
    },
  },
};
const SCHEMA: JsonObject = {
  type: 'object',
  properties: { spec: SPEC, status: { type: 'object', properties: { n: { type: 'integer' } } } },
};

const rules = versionRules(SCHEMA, GVK);
const widget = (spec: JsonObject, status?: JsonObject): KubeObject =>
  ({ metadata: { name: 'w' }, spec, ...(status === undefined ? {} : { status }) }) as KubeObject;
const texts = (spec: JsonObject): readonly string[] => rules.validate(widget(spec)).map(({ field, message }) => `${field}: ${message}`);

const defaults: readonly (readonly [JsonObject, JsonObject])[] = [
  [{}, { a: 'one', n: 5, o: { x: 'inner' } }],
  [
    { a: null, n: null, o: null },
    { n: null, a: 'one', o: { x: 'inner' } },
  ],
  [
    { a: '', o: { x: 'y' }, n: 1, m: { k: null, z: 'v' } },
    { a: '', o: { x: 'y' }, n: 1, m: { z: 'v' } },
  ],
];

const faults: readonly (readonly [JsonObject, readonly string[]])[] = [
  [{ n: 0 }, ['spec.n: Invalid value: 0: spec.n in body should be greater than or equal to 1']],
  [{ a: 5 }, ['spec.a: Invalid value: "integer": spec.a in body must be of type string: "integer"']],
  [{ q: true }, ['spec.q: Invalid value: "boolean": spec.q in body must be of type integer,string: "boolean"']],
  [{ l: [{ k: 'a' }, { k: 'a' }] }, ['spec.l[1]: Duplicate value: {"k":"a"}']],
  [{ l: [{ v: 'long' }] }, ['spec.l[0].v: Too long: may not be more than 3 bytes', 'spec.l[0].k: Required value']],
  [
    { one: { x: 'a', y: 'b' } },
    ['<nil>: Invalid value: "": "spec.one" must validate one and only one schema (oneOf). Found 2 valid alternatives'],
  ],
];

describe('the rules of a version of a custom resource', () => {
  for (const [given, expected] of defaults) {
    it(`make ${JSON.stringify(given)} whole`, () => assert.deepEqual(rules.settle(widget(given)), widget(expected)));
  }

  for (const [given, expected] of faults) {
    it(`refuse ${JSON.stringify(given)}`, () => assert.deepEqual(texts(given), expected));
  }

  it('read an object of an older schema without what is unknown by now, once', () => {
    const stored = widget({ gone: 1, any: { kept: true } });
    assert.deepEqual(rules.read(stored), widget({ any: { kept: true }, a: 'one', n: 5, o: { x: 'inner' } }));
    assert.equal(rules.read(stored), rules.read(stored));
  });

  it('let stand what an update did not touch', () => {
    const [old, same] = [widget({ n: 0, a: 'x' }), widget({ n: 0, a: 'y' })];
    assert.deepEqual(rules.validateUpdate(same, old), []);
    assert.equal(rules.validateUpdate(widget({ n: -1, a: 'y' }), old).length, 1);
  });

  it('tell of the items of a map list by their keys', () => {
    const old = widget({ l: [{ k: 'a', v: 'long' }, { k: 'b' }] });
    assert.deepEqual(
      rules.validateUpdate(
        widget({
          l: [
            { k: 'b', v: 'x' },
            { k: 'a', v: 'long' },
          ],
        }),
        old,
      ),
      [],
    );
  });

  it('look at the status alone when it is written alone', () => {
    const [old, next] = [widget({ n: 0 }, { n: 1 }), widget({ n: 0 }, { n: 'x' })];
    const errors = rules.validateStatus(next, old).map(({ field, message }) => `${field}: ${message}`);
    assert.deepEqual(errors, ['status.n: Invalid value: "string": n in body must be of type integer: "string"']);
  });
});
