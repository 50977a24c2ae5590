export { createAcmeServer } from './server';
export type { AcmeServer } from './server';
export type { AcmeProfile, AcmeResolver, AcmeServerOptions } from './options';
