export { AuthError } from './connector';
export type { Connector } from './connector';
export { venafiSession } from './session';
export { signWithVenafi } from './sign';
