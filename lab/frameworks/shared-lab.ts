import { startLab } from '../start';
import type { Lab } from '../lab';
import type { LabOptions } from '../options';
import { seeded, tellSeed } from './seed';

/** What every test framework offers in some form. */
export interface Hooks {
  before(work: () => Promise<void>): void;
  /** The work is told whether the test that has just ended failed. */
  afterEach(work: (failed: boolean) => Promise<void>): void;
  after(work: () => Promise<void>): void;
}

/**
 * One lab for a suite: started before its tests, reset after each, stopped behind the last. Returns how a test gets it.
 * Its seed is `$CSRLAB_SEED` where that is set, else drawn; a test that fails tells it.
 */
export function sharedLab(hooks: Hooks, options: LabOptions, tell = tellSeed): () => Lab {
  const chosen = seeded(options);
  let lab: Lab | undefined;
  hooks.before(async () => {
    lab = await startLab(chosen);
  });
  hooks.afterEach(async (failed) => {
    if (failed) tell(chosen.seed);
    await lab?.reset();
  });
  hooks.after(async () => {
    await lab?.stop();
    lab = undefined;
  });
  return () => {
    if (lab === undefined) throw new Error('the lab runs only while tests of its suite run: ask for it inside a test');
    return lab;
  };
}
