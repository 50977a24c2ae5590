export { createApp, CONTROL_PATH } from './serve/create-app';
export { startMock, type AcmeMockOptions, type Mock, type MockName, type MockOptions } from './mock';
export { issuerManifest, ISSUER_TYPES, type IssuerPlace, type IssuerType } from './issuer-manifest';
export { UPSTREAM_HOSTS, type UpstreamName, type Upstreams } from './upstreams';
