import assert from 'node:assert/strict';
import { decodeBody, encodeJson, writeYaml } from '.';
import { ApiError } from '../../../kube/api-error';
import { builtInType } from '../schema';
import { encodeSorted } from './encode-json';
import { readYaml } from './yaml-read';
import { untyped } from './untyped';
import type { Json } from '../../../kube/json';

const CONFIG_MAP = { group: '', version: 'v1', kind: 'ConfigMap' };

function read(text: string): string {
  const result = readYaml(text);
  return 'error' in result ? result.error : encodeSorted(untyped(result.raw));
}

describe('readYaml', () => {
  const values: [string, string][] = [
    ['a: n', '{"a":false}'],
    ['a: [yes, On, "yes", ~, null, ""]', '{"a":[true,true,"yes",null,null,""]}'],
    ['a: [010, 0x1f, 0b11, 0o17, 1_000, 12:30, +5, 1e3, .5]', '{"a":[8,31,3,15,1000,"12:30",5,1000,0.5]}'],
    ['a: [2024-01-01, 2024-01-01T00:00:00Z]', '{"a":["2024-01-01","2024-01-01T00:00:00Z"]}'],
    ['{yes: 1, 2: 3, 1.5: 4}', '{"1.5":4,"2":3,"true":1}'],
    ['a: !!str 5\nb: !!binary aGk=\nc: !!float 5', '{"a":"5","b":"hi","c":5}'],
    ['a: &x {b: 1}\nc: *x', '{"a":{"b":1},"c":{"b":1}}'],
    ['a: {<<: {b: 1, c: 2}, b: 3}', '{"a":{"b":3,"c":2}}'],
    ['a: |\n  x\n  y\nb: >-\n  x\n  y\n', '{"a":"x\\ny\\n","b":"x y"}'],
    ['a: 1\n---\nb: 2\n', '{"a":1}'],
    ['', 'null'],
  ];
  for (const [text, json] of values) it(`reads ${JSON.stringify(text)} as ${json}`, () => assert.equal(read(text), json));

  const faults: [string, string][] = [
    ['metadata: {name: x', "yaml: line 1: did not find expected ',' or '}'"],
    ['a: [', 'yaml: line 1: did not find expected node content'],
    ['\ta: x\n', 'yaml: found character that cannot start any token'],
    ['a:\n\tb: x', 'yaml: line 2: found character that cannot start any token'],
    ['a: b: c', 'yaml: mapping values are not allowed in this context'],
    ['a: b\n  c: d', 'yaml: line 2: mapping values are not allowed in this context'],
    ['a: "x', 'yaml: found unexpected end of stream'],
    ['a: "\\q"', 'yaml: found unknown escape character'],
    ['a: *x', "yaml: unknown anchor 'x' referenced"],
    ['a:\n - b\n c: d\n', "yaml: line 2: did not find expected '-' indicator"],
    ['a: "b" c', 'yaml: did not find expected key'],
    ['? [a]\n: b\n', 'yaml: invalid map key: []interface {}{"a"}'],
    ['~: b', 'unsupported map key of type: %!s(<nil>), key: <nil>, value: "b"'],
    ['a: !!int x', 'yaml: cannot decode !!str `x` as a !!int'],
    ['a: .nan', 'json: unsupported value: NaN'],
  ];
  for (const [text, error] of faults) it(`says of ${JSON.stringify(text)}: ${error}`, () => assert.equal(read(text), error));
});

describe('decodeBody of YAML', () => {
  const type = builtInType(CONFIG_MAP);
  assert.ok(type);
  const decode = (text: string, fieldValidation: 'Warn' | 'Strict'): ReturnType<typeof decodeBody> =>
    decodeBody(new TextEncoder().encode(text), 'application/yaml', { gvk: CONFIG_MAP, type }, fieldValidation);
  const repeated = 'metadata:\n  name: x\ndata:\n  a: b\n  a: c\nfoo: 1\n';

  it('lets the last of repeated keys count and warns', () => {
    const { object, warnings } = decode(repeated, 'Warn');
    assert.equal(encodeJson(object, type), '{"metadata":{"name":"x"},"data":{"a":"c"}}');
    assert.deepEqual(warnings, ['line 5: key "a" already set in map', 'unknown field "foo"']);
  });

  it('names them all when strict', () => {
    const message =
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: yaml: unmarshal errors:\n  line 5: key "a" already set in map, unknown field "foo"';
    assert.throws(() => decode(repeated, 'Strict'), new ApiError(ApiError.badRequest(message).status));
  });

  it('takes a label key n for false', () => {
    assert.deepEqual(decode('metadata: {labels: {n: a}}', 'Warn').object.metadata, { labels: { false: 'a' } });
  });
});

describe('writeYaml', () => {
  const texts: [Json, string][] = [
    [{ b: [1, { a: 'x', b: [] }, [true]], a: {} }, 'a: {}\nb:\n- 1\n- a: x\n  b: []\n- - true\n'],
    [{ a: ['yes', '1', '', '12:30', '2024-01-01', '~'] }, 'a:\n- "yes"\n- "1"\n- ""\n- "12:30"\n- "2024-01-01"\n- "~"\n'],
    [{ a: ['- x', '#c', 'a: b', ' x', "it's", '@a'] }, "a:\n- '- x'\n- '#c'\n- 'a: b'\n- ' x'\n- it's\n- '@a'\n"],
    [
      { a: ['x\ny', 'x\ny\n', 'x\n\n', ' x\ny', 'x \ny'] },
      'a:\n- |-\n  x\n  y\n- |\n  x\n  y\n- |+\n  x\n\n- |2-\n   x\n  y\n- "x \\ny"\n',
    ],
    [{ a: ['\t', '😀', 'ü', '\x07'] }, 'a:\n- "\\t"\n- "\\U0001F600"\n- ü\n- "\\a"\n'],
    [{ a10: 1, a2: 1, 'a.b': 1, ab: 1, B: 1 }, 'B: 1\na.b: 1\na2: 1\na10: 1\nab: 1\n'],
    [{ ['k'.repeat(129)]: [1] }, `? ${'k'.repeat(129)}\n: - 1\n`],
    [{ a: 'word '.repeat(20).trim() }, `a: ${'word '.repeat(16).trim()}\n  ${'word '.repeat(4).trim()}\n`],
  ];
  for (const [value, yaml] of texts) it(`writes ${JSON.stringify(yaml)}`, () => assert.equal(writeYaml(value), yaml));
});
