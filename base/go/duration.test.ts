import assert from 'node:assert/strict';
import { formatDuration, parseDuration } from './duration';

const PARSED: readonly (readonly [string, string])[] = [
  ['0', '0s'],
  ['-0', '0s'],
  ['1.5h', '1h30m0s'],
  ['+5m30.5s', '5m30.5s'],
  ['1.s', '1s'],
  ['.5s', '500ms'],
  ['1µs', '1µs'],
  ['1μs', '1µs'],
  ['2160h', '2160h0m0s'],
  ['-1h', '-1h0m0s'],
  ['-9223372036854775808ns', '-2562047h47m16.854775808s'],
  ['0.100000000000000000000h', '6m0s'],
];

const REFUSED: readonly (readonly [string, string])[] = [
  ['', 'time: invalid duration ""'],
  ['foo', 'time: invalid duration "foo"'],
  ['10', 'time: missing unit in duration "10"'],
  ['90d', 'time: unknown unit "d" in duration "90d"'],
  ['1é', 'time: unknown unit "\\xc3\\xa9" in duration "1\\xc3\\xa9"'],
  ['1constructor', 'time: unknown unit "constructor" in duration "1constructor"'],
  ['9223372036854775808ns', 'time: invalid duration "9223372036854775808ns"'],
  ['3000000h', 'time: invalid duration "3000000h"'],
];

describe('Go durations', () => {
  for (const [input, output] of PARSED) {
    it(`${input} is ${output}`, () => assert.equal(formatDuration(parseDuration(input)), output));
  }
  for (const [input, message] of REFUSED) {
    it(`${JSON.stringify(input)} is refused`, () => assert.throws(() => parseDuration(input), { message }));
  }
});
