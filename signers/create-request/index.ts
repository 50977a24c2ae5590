export { createRequest } from './create-request';
export type { CreateRequestTools } from './create-request';
export type { CreateRequestOptions } from './options';
