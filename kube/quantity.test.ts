import assert from 'node:assert/strict';
import { parseQuantity } from './quantity';

describe('parseQuantity', () => {
  const texts: [string, string][] = [
    ['1000m', '1'],
    ['1500m', '1500m'],
    ['0.5', '500m'],
    ['1024Ki', '1Mi'],
    ['0.1Gi', '107374182400m'],
    ['1e3', '1e3'],
    ['1000e3', '1e6'],
    ['+5', '+5'],
    ['-3k', '-3k'],
    ['1.1n', '2n'],
    ['0Mi', '0'],
    ['12000', '12k'],
    ['100Mi', '100Mi'],
    ['512', '512'],
  ];
  for (const [text, expected] of texts) {
    it(`prints ${text} as ${expected}`, () => {
      const quantity = parseQuantity(text);
      assert.equal('error' in quantity ? quantity.error : quantity.text, expected);
    });
  }

  it('refuses what is no quantity in the words of apimachinery', () => {
    const pattern = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    assert.deepEqual(parseQuantity('x'), { error: pattern });
    assert.deepEqual(parseQuantity('1Kii'), { error: "unable to parse quantity's suffix" });
  });
});
