export { goQuote } from './quote';
export { goJson } from './json';
