import { test as base } from 'vitest';
import type { Lab, LabOptions } from '../index.js';
import lab from '../index.js';
import seeds from './seed.js';

/**
 * Vitest's `test` with a lab of its own in every test that asks for it: `test('…', async ({ lab }) => { … })`.
 * `test.extend({ labOptions: { clock: 'manual' } })` starts it otherwise. Its seed is `$CSRLAB_SEED` where that is set, else drawn;
 * a test that fails tells it.
 */
export const test = base.extend<{ lab: Lab; labOptions: LabOptions }>({
  labOptions: [{}, { injected: true }],
  lab: async ({ labOptions, onTestFailed }, use) => {
    const chosen = seeds.seeded(labOptions);
    onTestFailed(() => seeds.tellSeed(chosen.seed));
    const started = await lab.startLab(chosen);
    await use(started);
    await started.stop();
  },
});

export { expect, describe } from 'vitest';
