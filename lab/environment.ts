import type { CryptoPort } from '../base/env/crypto';
import { manualClock } from '../base/env/manual-clock';
import { nodeCrypto } from '../base/env/node/crypto';
import { immediateEffects } from '../base/env/node/effects';
import { nodeEnvironment } from '../base/env/node/environment';
import { turn } from '../base/env/node/turn';
import type { Environment } from '../base/env/ports';
import { seededRandom } from '../base/env/seeded-random';
import type { LabOptions } from './options';

/** When a manual clock begins: a round moment, far from everybody's today. */
const BEGINNING = Date.UTC(2030, 0, 1);

/** The world of one lab, as its options want it. */
export function labEnvironment(options: LabOptions): Environment {
  if (options.environment !== undefined) return options.environment;
  const real = nodeEnvironment();
  const effects = immediateEffects();
  return {
    ...real,
    effects,
    ...(options.clock === 'manual' ? { clock: manualClock({ start: BEGINNING, turn, effects }) } : {}),
    ...(options.seed === undefined ? {} : { random: seededRandom(options.seed) }),
  };
}

/** The cryptography of one lab: with a seed it repeats itself. The slower back end is loaded only then. */
export function labCrypto(options: LabOptions): CryptoPort {
  if (options.crypto !== undefined) return options.crypto;
  if (options.seed === undefined) return nodeCrypto();
  const { deterministicCrypto } = require('../pki/crypto') as typeof import('../pki/crypto');
  return deterministicCrypto(nodeCrypto());
}
