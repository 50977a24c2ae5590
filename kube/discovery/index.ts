export type { ApiResource } from './fetch-discovery';
export { fetchDiscovery, fetchGroupVersion } from './fetch-discovery';
export type { RestMapper } from './rest-mapper';
export { createRestMapper } from './rest-mapper';
