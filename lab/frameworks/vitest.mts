import { test as base } from 'vitest';
import type { Lab, LabOptions } from '../index.js';
import lab from '../index.js';

/**
 * Vitest's `test` with a lab of its own in every test that asks for it: `test('…', async ({ lab }) => { … })`.
 * `test.extend({ labOptions: { clock: 'manual' } })` starts it otherwise.
 */
export const test = base.extend<{ lab: Lab; labOptions: LabOptions }>({
  labOptions: [{}, { injected: true }],
  lab: async ({ labOptions }, use) => {
    const started = await lab.startLab({ ...seed(), ...labOptions });
    await use(started);
    await started.stop();
  },
});

export { expect, describe } from 'vitest';

function seed(): { seed?: string } {
  const value = process.env.CSRLAB_SEED;
  return value ? { seed: value } : {};
}
