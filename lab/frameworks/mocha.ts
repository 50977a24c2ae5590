import { variable } from '../../base/env/node/variables';
import type { Lab } from '../lab';
import type { LabOptions } from '../options';
import { sharedLab } from './shared-lab';

// Mocha's hooks are globals of the test process.
declare const before: (work: () => Promise<void>) => void;
declare const afterEach: (work: () => Promise<void>) => void;
declare const after: (work: () => Promise<void>) => void;

/** Inside a `describe` of mocha: one lab for the suite, reset after each test. `const lab = useLab();` … `await lab().approve('web')`. */
export function useLab(options: LabOptions = {}): () => Lab {
  return sharedLab({ before, afterEach, after }, options, variable('CSRLAB_SEED'));
}
