export { issuerController } from './issuer-controller';
export type { Setups } from './issuer-controller';
export { SETUPS } from './setups';
