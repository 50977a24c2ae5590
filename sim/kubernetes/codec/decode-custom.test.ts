import { checkVersion } from './body-kind';
import assert from 'node:assert/strict';
import { decodeBody, encodeSorted } from '.';
import { ApiError } from '../../../kube/api-error';
import { structuralType } from '../custom/schema/structural-type';
import type { DecodedBody, FieldValidation, MediaType } from '.';

const WIDGET = { group: 'example.com', version: 'v1', kind: 'Widget' };
const type = structuralType({
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        a: { type: 'string' },
        n: { type: 'integer' },
        nil: { type: 'string', nullable: true },
        any: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        l: { type: 'array', items: { type: 'object', properties: { x: { type: 'string' } } } },
        m: { type: 'object', additionalProperties: { type: 'string' } },
      },
    },
  },
});
const HEAD = '"apiVersion":"example.com/v1","kind":"Widget"';
const NOT_HANDLED = 'Widget in version "v1" cannot be handled as a Widget: ';

function decode(body: string, fieldValidation: FieldValidation = 'Warn', mediaType: MediaType = 'application/json'): DecodedBody {
  const target = { gvk: WIDGET, type };
  const decoded = decodeBody(new TextEncoder().encode(body), mediaType, target, fieldValidation);
  checkVersion(decoded.gvk, target);
  return decoded;
}

describe('decodeBody of custom resources', () => {
  const kept: [string, string][] = [
    ['"spec":{"a":5,"n":"x","m":{"k":1}}', '{"metadata":{},"spec":{"a":5,"m":{"k":1},"n":"x"}}'],
    ['"spec":{"a":null,"nil":null,"any":{"x":null}}', '{"metadata":{},"spec":{"any":{"x":null},"nil":null}}'],
    ['"spec":{"n":1.0,"any":{"big":9007199254740993}}', '{"metadata":{},"spec":{"any":{"big":9007199254740993},"n":1}}'],
    ['"metadata":{"name":"x","labels":{"a":null},"finalizers":[]}', '{"metadata":{"labels":{"a":""},"name":"x"}}'],
  ];
  for (const [members, expected] of kept) {
    it(`makes ${expected} of ${members}`, () => {
      const { object, warnings } = decode(`{${HEAD},${members}}`, 'Strict');
      assert.deepEqual([encodeSorted(object), warnings], [expected, []]);
    });
  }

  it('leaves out what the schema does not know, and says so', () => {
    const { object, warnings } = decode(
      `{${HEAD},"spec":{"a":"1","a":"2","foo":1,"l":[{"x":"a","y":1,"y":2}]},"bar":1,"bar":2,"metadata":{"foo":1,"name":"y"}}`,
    );
    assert.equal(encodeSorted(object), '{"metadata":{"name":"y"},"spec":{"a":"2","l":[{"x":"a"}]}}');
    assert.deepEqual(warnings, [
      'duplicate field "spec.a"',
      'duplicate field "spec.l[0].y"',
      'duplicate field "bar"',
      'unknown field "metadata.foo"',
      'unknown field "bar"',
      'unknown field "spec.foo"',
      'unknown field "spec.l[0].y"',
    ]);
  });

  it('leaves another kind to validation', () => assert.equal(decode('{"apiVersion":"example.com/v1","kind":"Other"}').gvk.kind, 'Other'));

  const refused: [string, string][] = [
    [
      '{"metadata":{}}',
      `the object provided is unrecognized (must be of type Widget): Object 'Kind' is missing in '{"metadata":{}}' ({"metadata":{}})`,
    ],
    ['{"kind":"Widget"}', 'the API version in the data () does not match the expected API version (example.com/v1)'],
    [`{${HEAD},"metadata":{"name":5}}`, `${NOT_HANDLED}json: cannot unmarshal number into Go struct field ObjectMeta.name of type string`],
    [`{${HEAD},"metadata":"x"}`, `${NOT_HANDLED}json: cannot unmarshal string into Go value of type v1.ObjectMeta`],
    [`{${HEAD},"spec":{"n":1e999}}`, `${NOT_HANDLED}json: cannot unmarshal number 1e999 into Go value of type float64`],
  ];
  for (const [body, message] of refused) {
    it(`says of ${body}: ${message}`, () => {
      assert.throws(
        () => decode(body),
        (error) => error instanceof ApiError && error.message === message,
      );
    });
  }

  it('is strict with YAML, too', () => {
    const yaml = 'apiVersion: example.com/v1\nkind: Widget\nspec: {a: b, a: c, z: 1}\n';
    const message = `${NOT_HANDLED}strict decoding error: yaml: unmarshal errors:\n  line 3: key "a" already set in map, unknown field "spec.z"`;
    assert.throws(
      () => decode(yaml, 'Strict', 'application/yaml'),
      (error) => error instanceof ApiError && error.message === message,
    );
  });
});
