export type { EventRecorder, RecorderOptions } from './recorder';
export { createRecorder } from './recorder';
