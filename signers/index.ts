export { startSigners } from './run';
export type { RunningSigners } from './run';
export type { SignersOptions } from './options';
export { observe } from './observe';
export { enabledControllers, REQUEST_CONTROLLERS_GATE } from './engine/controller-names';
export type { ControllerChoice } from './engine/controller-names';
export type { Log, LogLine } from './engine/log';
export { SIGNERS } from './signers';
