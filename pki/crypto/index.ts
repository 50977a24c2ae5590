export { nobleCrypto } from './noble';
export { deterministicCrypto } from './deterministic';
export { peculiarCrypto } from './peculiar';
export { webCrypto } from './web';
export type { AsyncCrypto, Subtle } from './web';
