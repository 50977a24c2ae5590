export { bodyText, exchange, ExchangeError, locationOf, wholeBody } from './exchange';
export type { Answered, Asked, Line } from './exchange';
export { follow, followToEnd } from './follow';
export { startDeadline } from './deadline';
export type { Deadline } from './deadline';
export { decodeObject, memberList, memberNumber, memberObject, memberText, memberTexts, unmarshalObject } from './json';
