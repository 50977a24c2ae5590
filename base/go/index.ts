export { goQuote } from './quote';
export { goJson } from './json';
export { parseDuration, formatDuration, Second } from './duration';
export type { GoDuration } from './duration';
export { goPrint } from './print';
