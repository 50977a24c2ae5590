import type { Check } from './check';
export const checkAcme: Check = () => 'missing';
