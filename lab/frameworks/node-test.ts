import { after, afterEach, before } from 'node:test';
import type { Lab } from '../lab';
import type { LabOptions } from '../options';
import { sharedLab } from './shared-lab';

/** Inside a `describe` of node:test: one lab for the suite, reset after each test. `const lab = useLab();` … `await lab().approve('web')`. */
export function useLab(options: LabOptions = {}): () => Lab {
  const hooks = {
    ...{ before, after },
    afterEach: (work: (failed: boolean) => Promise<void>) =>
      afterEach((ended: object) => work('error' in ended && ended.error instanceof Error)),
  };
  return sharedLab(hooks, options);
}
