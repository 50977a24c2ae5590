import assert from 'node:assert/strict';
import { compareStrings, decodeBase64, encodeBase64, formatRfc3339, goUtf8, indentJson, isCanonicalBase64, jsonString } from '.';
import { parseRfc3339 } from '.';

describe('parseRfc3339', () => {
  const good: [string, string][] = [
    ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59Z'],
    ['2024-01-01T00:00:00.5+01:30', '2023-12-31T22:30:00Z'],
    ['2024-01-01T5:00:00Z', '2024-01-01T05:00:00Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
  ];
  for (const [text, expected] of good) {
    it(`reads ${text} as ${expected}`, () => {
      const time = parseRfc3339('seconds', text);
      assert.equal('error' in time ? time.error : formatRfc3339('seconds', time), expected);
    });
  }

  const bad: [string, string][] = [
    ['', 'parsing time "" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "2006"'],
    ['2024-13-01T00:00:00Z', 'parsing time "2024-13-01T00:00:00Z": month out of range'],
    ['2023-02-29T00:00:00Z', 'parsing time "2023-02-29T00:00:00Z": day out of range'],
    ['2024-01-01', 'parsing time "2024-01-01" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "T"'],
    ['2024-01-01T00:00:00', 'parsing time "2024-01-01T00:00:00" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "Z07:00"'],
    ['2024-01-01T00:00:00Zü', 'parsing time "2024-01-01T00:00:00Z\\xc3\\xbc": extra text: "\\xc3\\xbc"'],
  ];
  for (const [text, error] of bad) {
    it(`says: ${error}`, () => assert.deepEqual(parseRfc3339('seconds', text), { error }));
  }

  it('wants six digits where the layout has microseconds', () => {
    const time = parseRfc3339('micros', '2024-01-01T00:00:00.123456Z');
    assert.equal('error' in time ? time.error : formatRfc3339('micros', time), '2024-01-01T00:00:00.123456Z');
    assert.ok('error' in parseRfc3339('micros', '2024-01-01T00:00:00Z'));
  });
});

describe('decodeBase64', () => {
  for (const [text, at] of [
    ['YQ', 0],
    ['YQ=', 3],
    ['YWJj!', 4],
    ['YQ==YQ==', 4],
    ['=', 0],
  ] as const) {
    it(`refuses ${text} at byte ${at}`, () => assert.deepEqual(decodeBase64(text), { error: `illegal base64 data at input byte ${at}` }));
  }

  it('skips line ends and ignores trailing bits', () => {
    for (const text of ['YWI=', 'YW\r\nI=', 'YWJ=']) {
      const decoded = decodeBase64(text);
      assert.equal('error' in decoded ? decoded.error : encodeBase64(decoded.bytes), 'YWI=');
    }
    assert.deepEqual(['YWI=', 'YWJ=', 'YW\nI='].map(isCanonicalBase64), [true, false, false]);
  });
});

describe('texts of encoding/json', () => {
  it('replaces every byte that is no UTF-8', () => {
    assert.equal(goUtf8(Uint8Array.of(0x61, 0xe2, 0x82, 0x62, 0xff)), 'a\ufffd\ufffdb\ufffd');
    assert.equal(goUtf8(new TextEncoder().encode('ü😀\ufffd')), 'ü😀\ufffd');
  });

  it('escapes what HTML and JavaScript would misread', () => {
    assert.equal(jsonString('<a href="&">\u2028'), '"\\u003ca href=\\"\\u0026\\"\\u003e\\u2028"');
  });

  it('sorts by bytes of UTF-8', () => {
    assert.deepEqual(['😀', '\uff5e', 'b', 'ab', 'a'].sort(compareStrings), ['a', 'ab', 'b', '\uff5e', '😀']);
  });

  it('indents by two spaces and leaves empty values closed', () => {
    assert.equal(indentJson('{"a":[1,{}],"b":"{,}"}'), '{\n  "a": [\n    1,\n    {}\n  ],\n  "b": "{,}"\n}');
  });
});
