import type { readYaml as read } from './yaml-read';

/** readYaml of yaml-read, whose library is loaded with the first YAML: a server has to start at once, and most see nothing but JSON. */
export const readYaml: typeof read = (text) => (require('./yaml-read') as typeof import('./yaml-read')).readYaml(text);
