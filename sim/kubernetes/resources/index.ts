export { endpointsWithRules, resourceBehaviour, type ResourceDependencies } from './behaviour';
export { mergeStrategies } from './merged-strategy';
export { pkiReader } from './certificates/pki-reader';
export type { PemBlock, X509Reader } from './certificates/x509-reader';
