export { connectVault } from './connect';
export type { VaultConnection } from './connect';
export { checkHealth } from './health';
export { vaultSession } from './session';
export { signWithVault } from './sign';
