export type { KubeConfig, NamedCluster, NamedContext, NamedUser } from './types';
export type { ConnectOptions, Connection } from './connect';
export { connect } from './connect';
export { inClusterConfig } from './in-cluster';
export { parseKubeConfig } from './parse';
export { resolveFiles } from './paths';
export { writeKubeConfig } from './write';
