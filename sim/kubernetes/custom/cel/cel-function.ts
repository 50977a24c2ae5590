import type { CelValue } from './values';

/** What a function makes of its arguments, the target first. Undefined where no overload takes them. */
export type CelFunction = (...args: readonly CelValue[]) => CelValue | undefined;
