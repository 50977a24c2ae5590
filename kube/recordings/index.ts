export { normalise } from './normalise';
export { differences } from './differences';
export type { Difference } from './differences';
export { recordScenario, runScenario } from './run';
export type { StepResult } from './run';
export type { Answer, Scenario, Step, StepRequest } from './scenario';
export type { Target } from './target';
