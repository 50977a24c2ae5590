export { createTppServer } from './server';
export type { TppServer } from './server';
export type { CustomFieldDefinition, Folder, Setting, TppServerOptions } from './options';
