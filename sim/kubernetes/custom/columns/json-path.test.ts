import assert from 'node:assert/strict';
import type { Json } from '../../../../kube/json';
import { jsonPath } from './json-path';

const TREE: Json = {
  spec: { a: 'x', 'b.c': 1, list: [1, 2, 3, 4], map: { k: 'v', l: 'w' } },
  status: {
    conditions: [
      { type: 'Ready', status: 'True', weight: 2 },
      { type: 'Other', status: 'False', weight: 1 },
    ],
  },
};

const paths: readonly (readonly [string, readonly Json[]])[] = [
  ['.spec.a', ['x']],
  ['.spec.none', []],
  ['.spec.b\\.c', [1]],
  [".spec['b.c']", [1]],
  ['.spec.list[0]', [1]],
  ['.spec.list[-1]', [4]],
  ['.spec.list[1:3]', [2, 3]],
  ['.spec.list[::2]', [1, 3]],
  ['.spec.list[0,2]', [1, 3]],
  ['.spec.map.*', ['v', 'w']],
  ['.spec.list[*]', [1, 2, 3, 4]],
  ['.status.conditions[?(@.type == "Ready")].status', ['True']],
  ["$.status.conditions[?(@.type!='Ready')].status", ['False']],
  ['.status.conditions[?(@.weight > 1)].type', ['Ready']],
  ['.status.conditions[?(@.weight)].type', ['Ready', 'Other']],
  ['..type', ['Ready', 'Other']],
];

describe('a JSONPath', () => {
  for (const [path, expected] of paths) {
    it(`${path} finds ${JSON.stringify(expected)}`, () => assert.deepEqual(jsonPath(path)(TREE), expected));
  }

  for (const path of ['.a[', '.a[x]', '.a{']) {
    it(`${path} is none`, () => assert.throws(() => jsonPath(path)));
  }
});
