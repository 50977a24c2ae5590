export { explain } from './explain';
export type { ExplainedGate, Explanation } from './explain';
export { renderExplanation } from './render';
export { EMPTY_SNAPSHOT, takeSnapshot } from './snapshot';
export type { Snapshot } from './snapshot';
