import assert from 'node:assert/strict';
import { CSR_CONTROLLERS_GATE, parseFeatureGates } from './feature-gates';

describe('parseFeatureGates', () => {
  it('reads every gate and lets the last mention win', () => {
    const gates = parseFeatureGates(`${CSR_CONTROLLERS_GATE}=true, ${CSR_CONTROLLERS_GATE}=false,`);
    assert.deepEqual([...gates], [[CSR_CONTROLLERS_GATE, false]]);
  });

  const wrong: [string, string][] = [
    ['Foo=true', `unknown feature gate "Foo" in --feature-gates: known is ${CSR_CONTROLLERS_GATE}`],
    [
      CSR_CONTROLLERS_GATE,
      `feature gate ${CSR_CONTROLLERS_GATE} is "" in --feature-gates: write ${CSR_CONTROLLERS_GATE}=true or ${CSR_CONTROLLERS_GATE}=false`,
    ],
    [
      `${CSR_CONTROLLERS_GATE}=yes`,
      `feature gate ${CSR_CONTROLLERS_GATE} is "yes" in --feature-gates: write ${CSR_CONTROLLERS_GATE}=true or ${CSR_CONTROLLERS_GATE}=false`,
    ],
  ];
  for (const [text, message] of wrong) {
    it(`refuses ${text}`, () => {
      assert.throws(() => parseFeatureGates(text), { name: 'UsageError', message });
    });
  }
});
