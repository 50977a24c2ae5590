import { variable } from '../../base/env/node/variables';
import type { Lab } from '../lab';
import type { LabOptions } from '../options';
import { sharedLab } from './shared-lab';

// Jest's hooks are globals of the test process.
declare const beforeAll: (work: () => Promise<void>) => void;
declare const afterEach: (work: () => Promise<void>) => void;
declare const afterAll: (work: () => Promise<void>) => void;

/** Inside a `describe` of jest: one lab for the suite, reset after each test. `const lab = useLab();` … `await lab().approve('web')`. */
export function useLab(options: LabOptions = {}): () => Lab {
  return sharedLab({ before: beforeAll, afterEach, after: afterAll }, options, variable('CSRLAB_SEED'));
}
