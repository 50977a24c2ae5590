import { systemRandom } from '../../base/env/node/random';
import { variable } from '../../base/env/node/variables';
import type { LabOptions } from '../options';

const SEEDS = 1_000_000;

/** The options with a seed, so that whatever fails can be repeated: theirs, else `$CSRLAB_SEED`, else one that is drawn now. */
export function seeded(options: LabOptions): LabOptions & { readonly seed: number | string } {
  return { ...options, seed: options.seed ?? variable('CSRLAB_SEED') ?? systemRandom.stream('seed').integer(SEEDS) };
}

/** What a test that failed says on stderr: in the way of no reporter. */
export function tellSeed(seed: number | string): void {
  process.stderr.write(`${repeating(seed)}\n`);
}

export function repeating(seed: number | string): string {
  return `csrlab: CSRLAB_SEED=${seed} repeats this run of the suite`;
}
