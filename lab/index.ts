export { startLab, type Lab } from './start';
export type { LabOptions } from './options';
