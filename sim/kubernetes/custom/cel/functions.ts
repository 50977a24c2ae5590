import { arithmetic } from './arithmetic';
import { conversions } from './conversions';
import { kubernetesFunctions } from './functions-kubernetes';
import { listFunctions } from './functions-lists';
import { stringFunctions } from './functions-strings';
import { timeFunctions } from './functions-times';
import type { CelFunction } from './cel-function';
import { CelError, type CelValue } from './values';

const tables: readonly Readonly<Record<string, CelFunction>>[] = [
  arithmetic,
  listFunctions,
  stringFunctions,
  conversions,
  timeFunctions,
  kubernetesFunctions,
];

export function callFunction(name: string, target: CelValue | undefined, args: readonly CelValue[]): CelValue {
  const given = target === undefined ? args : [target, ...args];
  for (const table of tables) {
    const result = Object.hasOwn(table, name) ? table[name]?.(...given) : undefined;
    if (result !== undefined) return result;
  }
  throw new CelError('no such overload');
}
