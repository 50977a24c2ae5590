export { vaultCredentials } from './credentials';
export type { VaultCredentials } from './credentials';
export { signWithVault } from './sign';
