import type { Json } from '../../../../kube/json';

export type Step =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'wildcard' | 'recursive' }
  | { readonly kind: 'slice'; readonly from?: number; readonly to?: number; readonly step: number; readonly single: boolean }
  | { readonly kind: 'union'; readonly alternatives: readonly (readonly Step[])[] }
  | { readonly kind: 'filter'; readonly left: FilterOperand; readonly operator: string; readonly right?: FilterOperand };

export type FilterOperand = { readonly literal: Json } | { readonly path: readonly Step[] };

const FIELD = /^(?:\\.|[^\s?[\]{}()<>=!|&.,:'"\\$@])+/;
const SLICE = /^(-?\d*)(?::(-?\d*))?(?::(-?\d*))?$/;
const QUOTED = /^'((?:[^'\\]|\\.)*)'$/;
const FILTER = /^\?\((.+)\)$/s;
const COMPARISON = /^(.+?)\s*(==|!=|<=|>=|<|>)\s*(.+)$/s;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

/** The steps of a JSONPath. Throws an Error where the text is none. */
export function parseJsonPath(text: string): readonly Step[] {
  const steps: Step[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const { taken, found } = nextStep(rest);
    steps.push(...found);
    rest = rest.slice(taken);
  }
  return steps;
}

function nextStep(rest: string): { readonly taken: number; readonly found: readonly Step[] } {
  if (rest.startsWith('..')) {
    const next = rest[2] === '[' ? undefined : fieldAt(rest.slice(2));
    return { taken: 2 + (next?.taken ?? 0), found: [{ kind: 'recursive' }, ...(next?.found ?? [])] };
  }
  if (rest.startsWith('$') || rest.startsWith('@')) return { taken: 1, found: [] };
  if (rest.startsWith('.')) {
    if (rest.length === 1 || rest[1] === '[') return { taken: 1, found: [] };
    const next = fieldAt(rest.slice(1));
    return { taken: 1 + next.taken, found: next.found };
  }
  if (rest.startsWith('[')) {
    const end = closing(rest);
    return { taken: end + 1, found: [bracket(rest.slice(1, end).trim())] };
  }
  return fieldAt(rest);
}

function fieldAt(text: string): { readonly taken: number; readonly found: readonly Step[] } {
  const name = FIELD.exec(text)?.[0];
  if (name === undefined) throw new Error(`unrecognized character in action at ${JSON.stringify(text)}`);
  const plain = name.replace(/\\(.)/g, '$1');
  return { taken: name.length, found: [plain === '*' ? { kind: 'wildcard' } : { kind: 'field', name: plain }] };
}

/** The position of the bracket that closes the first one. */
function closing(text: string): number {
  let depth = 0;
  let quote = '';
  for (let index = 0; index < text.length; index++) {
    const char = text[index] ?? '';
    if (quote !== '') quote = char === quote && text[index - 1] !== '\\' ? '' : quote;
    else if (char === "'" || char === '"') quote = char;
    else if (char === '[') depth++;
    else if (char === ']' && --depth === 0) return index;
  }
  throw new Error(`unterminated array in ${JSON.stringify(text)}`);
}

function bracket(inside: string): Step {
  const filter = FILTER.exec(inside)?.[1];
  if (filter !== undefined) return filterStep(filter.trim());
  if (inside === '*') return { kind: 'wildcard' };
  const quoted = QUOTED.exec(inside)?.[1];
  if (quoted !== undefined && !inside.includes("',")) return { kind: 'field', name: quoted.replace(/\\(.)/g, '$1') };
  if (inside.includes(',')) return { kind: 'union', alternatives: inside.split(',').map((part) => [bracket(part.trim())]) };
  const slice = SLICE.exec(inside);
  if (slice === null || inside === '') throw new Error(`invalid array index ${inside}`);
  const [, from, to, step] = slice;
  return {
    kind: 'slice',
    ...(from === undefined || from === '' ? {} : { from: Number(from) }),
    ...(to === undefined || to === '' ? {} : { to: Number(to) }),
    step: step === undefined || step === '' ? 1 : Math.max(1, Number(step)),
    single: !inside.includes(':'),
  };
}

function filterStep(text: string): Step {
  const parts = COMPARISON.exec(text);
  if (parts === null) return { kind: 'filter', left: operand(text), operator: 'exists' };
  const [, left = '', operator = '', right = ''] = parts;
  return { kind: 'filter', left: operand(left.trim()), operator, right: operand(right.trim()) };
}

function operand(text: string): FilterOperand {
  const quoted = /^(['"])(.*)\1$/s.exec(text)?.[2];
  if (quoted !== undefined) return { literal: quoted.replace(/\\(.)/g, '$1') };
  if (NUMBER.test(text)) return { literal: Number(text) };
  if (text === 'true' || text === 'false') return { literal: text === 'true' };
  return { path: parseJsonPath(text) };
}
