import type { Lab } from '../lab';
import type { LabOptions } from '../options';
import { sharedLab } from './shared-lab';

interface CircusState {
  readonly currentlyRunningTest?: { readonly errors: readonly unknown[] } | null;
}

// Jest's hooks are globals of the test process.
declare const beforeAll: (work: () => Promise<void>) => void;
declare const afterEach: (work: () => Promise<void>) => void;
declare const afterAll: (work: () => Promise<void>) => void;

/** Inside a `describe` of jest: one lab for the suite, reset after each test. `const lab = useLab();` … `await lab().approve('web')`. */
export function useLab(options: LabOptions = {}): () => Lab {
  const hooks = {
    before: beforeAll,
    afterEach: (work: (failed: boolean) => Promise<void>) => afterEach(() => work(hasFailed())),
    after: afterAll,
  };
  return sharedLab(hooks, options);
}

/** Jest tells no hook how the test ended. Its runner keeps that under a symbol of its own; where that is missing nobody knows. */
function hasFailed(): boolean {
  const symbol = Object.getOwnPropertySymbols(globalThis).find(({ description }) => description === 'JEST_STATE_SYMBOL');
  const state = symbol && (Object.getOwnPropertyDescriptor(globalThis, symbol)?.value as CircusState | undefined);
  return (state?.currentlyRunningTest?.errors.length ?? 0) > 0;
}
