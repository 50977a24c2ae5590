import { parseDuration, parseRfc3339 } from '../../../../base/go';
import { regexProblem } from './regex';
import type { Call, Problem } from './syntax';

/** Literals that can only fail at run time are told of at once. */
export function literalProblem({ name, target, args }: Call): Problem | undefined {
  const checked = name === 'matches' || name === 'find' || name === 'findAll' ? (target === undefined ? args[1] : args[0]) : args[0];
  if (checked?.kind !== 'literal' || typeof checked.value !== 'string') return undefined;
  const { value, at } = checked;
  if (name === 'matches' && regexProblem(value) !== undefined) return { at, message: 'invalid matches argument' };
  if (name === 'duration' && !isDuration(value)) return { at, message: 'invalid duration argument' };
  if (name === 'timestamp' && 'error' in parseRfc3339('seconds', value)) return { at, message: 'invalid timestamp argument' };
  return undefined;
}

function isDuration(text: string): boolean {
  try {
    parseDuration(text);
    return true;
  } catch {
    return false;
  }
}
