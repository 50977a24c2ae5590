import { startLab } from '../start';
import type { Lab } from '../lab';
import type { LabOptions } from '../options';

/** What every test framework offers in some form. */
export interface Hooks {
  before(work: () => Promise<void>): void;
  afterEach(work: () => Promise<void>): void;
  after(work: () => Promise<void>): void;
}

/**
 * One lab for a suite: started before its tests, reset after each, stopped behind the last. Returns how a test gets it.
 * The seed is `$CSRLAB_SEED` where it is set, so that a failing run can be repeated.
 */
export function sharedLab(hooks: Hooks, options: LabOptions, seed: string | undefined): () => Lab {
  let lab: Lab | undefined;
  hooks.before(async () => {
    lab = await startLab({ ...(seed === undefined ? {} : { seed }), ...options });
  });
  hooks.afterEach(async () => {
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
