export { createCloudServer } from './server';
export type { CloudServer } from './server';
export type { Application, CloudServerOptions, Template } from './options';
