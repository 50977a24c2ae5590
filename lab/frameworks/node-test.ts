import { after, afterEach, before } from 'node:test';
import { variable } from '../../base/env/node/variables';
import type { Lab } from '../lab';
import type { LabOptions } from '../options';
import { sharedLab } from './shared-lab';

/** Inside a `describe` of node:test: one lab for the suite, reset after each test. `const lab = useLab();` … `await lab().approve('web')`. */
export function useLab(options: LabOptions = {}): () => Lab {
  return sharedLab({ before, afterEach, after }, options, variable('CSRLAB_SEED'));
}
