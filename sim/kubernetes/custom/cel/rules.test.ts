import assert from 'node:assert/strict';
import recorded from '../../../../fixtures/recorded/kube/data/cel-compilations.json';
import type { JsonObject } from '../../../../kube/json';
import { costOf } from './cost';
import { evaluate } from './evaluate';
import { rulesOf } from './rules';
import { celValue } from './schema-types';
import { CelError } from './values';

/** Rules with what kube-apiserver says of them; empty when it accepts them. */
const compilations = recorded as Readonly<Record<'object' | 'text', readonly (readonly [string, string])[]>>;

const TEXT: JsonObject = { type: 'string', maxLength: 10 };
const OBJECT: JsonObject = {
  type: 'object',
  properties: {
    n: { type: 'integer' },
    s: { type: 'string', maxLength: 5 },
    l: { type: 'array', maxItems: 3, items: { type: 'string', maxLength: 5 } },
    d: { type: 'string', format: 'date-time' },
    m: { type: 'object', maxProperties: 3, additionalProperties: { type: 'integer' } },
    q: { 'x-kubernetes-int-or-string': true },
    f: { type: 'number' },
  },
};

const VALUE = { n: 3, s: 'abc', l: ['a', 'b'], d: '2020-01-02T03:04:05Z', m: { x: 1 }, q: 'p', f: 1.5 };

/** Rules that hold of VALUE, and those that end with an error. */
const evaluations: readonly (readonly [string, boolean | string])[] = [
  ['self.n == 3 && self.f > 1.0', true],
  ['has(self.n) && !has(self.m.y)', true],
  ["self.l.all(x, x in ['a', 'b', 'c'])", true],
  ["self.l.exists_one(x, x == 'a') && self.l.exists(x, x == 'b')", true],
  ["self.l.map(x, x + '!') == ['a!', 'b!']", true],
  ["self.l.filter(x, x > 'a').size() == 1", true],
  ['self.m.x == 1 && self.m.all(k, self.m[k] > 0)', true],
  ["self.q == 'p'", true],
  ["self.s.matches('^a.c$') && self.s.upperAscii() == 'ABC'", true],
  ["self.?s.orValue('') == 'abc' && !self.m[?'y'].hasValue()", true],
  ['self.d.getFullYear() == 2020 && self.d.getDayOfMonth() == 1', true],
  ["self.d - timestamp('2020-01-01T03:04:05Z') == duration('24h')", true],
  ["quantity('1Gi').isGreaterThan(quantity('1000M')) && quantity('500m').add(quantity('0.5')).asInteger() == 1", true],
  ["url('https://a.b:1/c?d=e').getHostname() == 'a.b' && url('https://a.b:1/c?d=e').getPort() == '1'", true],
  ["cidr('10.0.0.0/8').containsIP('10.1.2.3') && !ip('::1').isGlobalUnicast()", true],
  ["semver('1.10.0').isGreaterThan(semver('1.9.9-rc.1'))", true],
  ["'%s is %d'.format([dyn(self.s), dyn(self.n)]) == 'abc is 3'", true],
  ["'a,b,c'.split(',', 2) == ['a', 'b,c'] && ['x', 'y'].join('-') == 'x-y'", true],
  ["self.l.isSorted() && [1, 2].sum() == 3 && ['b', 'a'].min() == 'a'", true],
  ["format.dns1123Label().validate('A').hasValue()", true],
  ["sets.contains(self.l, ['a']) && !sets.intersects(self.l, ['z'])", true],
  ["self.l.all(i, v, i < 2 && v != '')", true],
  ['self.n > 5', false],
  ['self.m.y == 1 || true', true],
  ['self.m.y == 1', 'no such key: y'],
  ["self.l[5] == 'a'", 'index out of bounds: 5'],
  ['1 / (self.n - 3) == 1', 'division by zero'],
  ['self.q > 5', 'no such overload'],
];

describe('CEL rules', () => {
  for (const [kind, schema] of [
    ['text', TEXT],
    ['object', OBJECT],
  ] as const) {
    for (const [rule, expected] of compilations[kind]) {
      it(`compiles ${rule} of ${kind} as kube-apiserver does`, () => {
        const [compiled] = rulesOf({ ...schema, 'x-kubernetes-validations': [{ rule }] }, false);
        const condition = compiled?.condition;
        assert.equal(condition !== undefined && 'error' in condition ? condition.error : '', expected);
      });
    }
  }

  for (const [rule, expected] of evaluations) {
    it(`evaluates ${rule}`, () => assert.deepEqual(outcome(rule), expected));
  }

  it('cost more, the larger their values may be', () => {
    const cost = (maxItems: number): number => {
      const items = { type: 'string', maxLength: 5 };
      const [compiled] = rulesOf(
        { type: 'array', maxItems, items, 'x-kubernetes-validations': [{ rule: "self.all(x, x != 'a')" }] },
        false,
      );
      const condition = compiled?.condition;
      return condition === undefined || 'error' in condition ? 0 : costOf(condition);
    };
    assert.ok(cost(3) > 0);
    assert.ok(cost(300) > 50 * cost(3));
  });
});

function outcome(rule: string): unknown {
  const [compiled] = rulesOf({ ...OBJECT, 'x-kubernetes-validations': [{ rule }] }, false);
  const condition = compiled?.condition;
  if (condition === undefined || 'error' in condition) return condition?.error;
  try {
    return evaluate(condition.expr, new Map([['self', celValue(VALUE, OBJECT)]]));
  } catch (error) {
    if (error instanceof CelError) return error.message;
    throw error;
  }
}
