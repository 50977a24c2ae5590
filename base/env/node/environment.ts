import type { Environment } from '../ports';
import { systemClock } from './clock';
import { immediateEffects } from './effects';
import { systemNetwork } from './network';
import { systemRandom } from './random';

/** The real world: this machine's clock, entropy and network. */
export function nodeEnvironment(): Environment {
  return { clock: systemClock, random: systemRandom, effects: immediateEffects(), network: systemNetwork() };
}
