import type { Lab } from '../lab';
import type { LabOptions } from '../options';
import { sharedLab } from './shared-lab';

interface HookContext {
  readonly currentTest?: { readonly state?: string };
}

// Mocha's hooks are globals of the test process.
declare const before: (work: () => Promise<void>) => void;
declare const afterEach: (work: (this: HookContext) => Promise<void>) => void;
declare const after: (work: () => Promise<void>) => void;

/** Inside a `describe` of mocha: one lab for the suite, reset after each test. `const lab = useLab();` … `await lab().approve('web')`. */
export function useLab(options: LabOptions = {}): () => Lab {
  const hooks = {
    ...{ before, after },
    afterEach: (work: (failed: boolean) => Promise<void>) =>
      afterEach(function () {
        return work(this.currentTest?.state === 'failed');
      }),
  };
  return sharedLab(hooks, options);
}
