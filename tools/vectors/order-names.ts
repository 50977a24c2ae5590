import type { Check } from './check';
export const checkOrderName: Check = () => 'missing';
