export { createVaultServer } from './server';
export type { VaultServer } from './server';
export { DEFAULT_CONFIG } from './config';
export type { AppRole, CertificateRole, KubernetesRole, PkiMount, PkiRole, TokenRole, VaultConfig } from './config';
export { reviewByCluster } from './options';
export type { ReviewToken, VaultServerOptions } from './options';
