import type { Call, Comprehension, Expr, MacroName, Problem } from './syntax';

/** Macros by name and number of arguments: those that walk a range name their variables first. */
const RANGES: Readonly<Record<string, { readonly macro: MacroName; readonly names: number; readonly filtered?: boolean }>> = {
  'all/2': { macro: 'all', names: 1 },
  'all/3': { macro: 'all', names: 2 },
  'exists/2': { macro: 'exists', names: 1 },
  'exists/3': { macro: 'exists', names: 2 },
  'exists_one/2': { macro: 'exists_one', names: 1 },
  'existsOne/2': { macro: 'exists_one', names: 1 },
  'existsOne/3': { macro: 'exists_one', names: 2 },
  'map/2': { macro: 'map', names: 1 },
  'map/3': { macro: 'map', names: 1, filtered: true },
  'filter/2': { macro: 'filter', names: 1 },
  'optMap/2': { macro: 'optMap', names: 1 },
  'optFlatMap/2': { macro: 'optFlatMap', names: 1 },
  'transformList/3': { macro: 'transformList', names: 2 },
  'transformList/4': { macro: 'transformList', names: 2, filtered: true },
  'transformMap/3': { macro: 'transformMap', names: 2 },
  'transformMap/4': { macro: 'transformMap', names: 2, filtered: true },
};

/** The call itself when it is no macro. */
export function expandMacro(call: Call): Expr | Problem {
  if (call.target === undefined) return call.name === 'has' && call.args.length === 1 ? presence(call) : call;
  const key = `${call.name}/${call.args.length}`;
  const range = Object.hasOwn(RANGES, key) ? RANGES[key] : undefined;
  if (range === undefined) return call;
  const variables = call.args.slice(0, range.names);
  const bad = variables.find((variable) => variable.kind !== 'ident');
  if (bad !== undefined) return { at: bad.at, message: 'argument must be a simple name' };
  const [first, second] = call.args.slice(range.names);
  const [condition, body] = range.filtered === true ? [first, second] : [undefined, first];
  if (body === undefined) return call;
  const comprehension: Comprehension = {
    kind: 'comprehension',
    at: call.at,
    macro: range.macro,
    range: call.target,
    names: variables.map((variable) => (variable.kind === 'ident' ? variable.name : '')),
    ...(condition === undefined ? {} : { condition }),
    body,
  };
  return comprehension;
}

function presence(call: Call): Expr | Problem {
  const [argument] = call.args;
  if (argument?.kind !== 'select' || argument.mode !== 'value')
    return { at: argument?.at ?? call.at, message: 'invalid argument to has() macro' };
  return { ...argument, at: call.at, mode: 'test' };
}
