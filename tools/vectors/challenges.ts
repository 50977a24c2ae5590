import type { Check } from './check';
export const checkChallenge: Check = () => 'missing';
