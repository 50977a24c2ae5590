import data from './data/functions.json';
import { simple, type CelType } from './types';

export interface Signature {
  readonly target: CelType | undefined;
  readonly args: readonly CelType[];
  readonly result: CelType;
}

const functions = data as Readonly<Record<string, readonly string[]>>;
const parsed = new Map<string, readonly Signature[]>();

/** The overloads of a function; undefined for a name that is none. */
export function signaturesOf(name: string): readonly Signature[] | undefined {
  const known = parsed.get(name);
  const texts = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (known !== undefined || texts === undefined) return known;
  const made = texts.map(parseSignature);
  parsed.set(name, made);
  return made;
}

/** `list(A).(A) int`: target, arguments and result. */
function parseSignature(text: string): Signature {
  const dot = text.indexOf('.(');
  const target = dot < 0 ? undefined : text.slice(0, dot);
  const rest = dot < 0 ? text : text.slice(dot + 1);
  const end = closing(rest);
  const args = rest.slice(1, end);
  return {
    target: target === undefined ? undefined : parseType(target),
    args: args === '' ? [] : splitList(args).map(parseType),
    result: parseType(rest.slice(end + 2)),
  };
}

/** The parenthesis that closes the first one. */
function closing(text: string): number {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '(') depth++;
    else if (text[index] === ')' && --depth === 0) return index;
  }
  throw new Error(`functions.json has a signature without an end: ${text}`);
}

function parseType(text: string): CelType {
  const open = text.indexOf('(');
  if (open < 0) return simple(text.trim());
  return { name: text.slice(0, open).trim(), args: splitList(text.slice(open + 1, -1)).map(parseType) };
}

/** At the commas that are in no parentheses. */
function splitList(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '(') depth++;
    else if (text[index] === ')') depth--;
    else if (text[index] === ',' && depth === 0) {
      parts.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}
