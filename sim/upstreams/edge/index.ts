export { createEdge } from './edge';
export type { Edge, EdgeOptions } from './edge';
