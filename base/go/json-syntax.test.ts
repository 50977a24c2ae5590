import assert from 'node:assert/strict';
import { jsonSyntaxError } from '.';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('jsonSyntaxError', () => {
  for (const text of ['{}', ' [1, -0.5e+7, "\\u00fc", null, true, false] ', '{"a":{"b":[]}}', '"x"']) {
    it(`accepts ${text}`, () => assert.equal(jsonSyntaxError(bytes(text)), undefined));
  }

  const refused: [string, string][] = [
    ['', 'unexpected end of JSON input'],
    ['{"a":', 'unexpected end of JSON input'],
    ['not json', "invalid character 'o' in literal null (expecting 'u')"],
    ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b"}', "invalid character '\"' after object key:value pair"],
    ['[1 2]', "invalid character '2' after array element"],
    ['{} {}', "invalid character '{' after top-level value"],
    ['01', "invalid character '1' after top-level value"],
    ['-x', "invalid character 'x' in numeric literal"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['1ex', "invalid character 'x' in exponent of numeric literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u00g0"', "invalid character 'g' in \\u hexadecimal character escape"],
    ['"a\nb"', "invalid character '\\n' in string literal"],
    ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
    ['\ufeff{}', "invalid character 'ï' looking for beginning of value"],
    ['['.repeat(10_001), "invalid character '[' exceeded max depth"],
  ];
  for (const [text, message] of refused) {
    it(`says of ${JSON.stringify(text.slice(0, 20))}: ${message}`, () => assert.equal(jsonSyntaxError(bytes(text)), message));
  }
});
