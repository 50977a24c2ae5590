import { goQuote } from '../../../../base/go';
import { formatted } from './format-text';
import type { CelFunction } from './cel-function';
import { regex } from './regex';
import { CelError, isList, type CelValue } from './values';

/** Functions of texts. Positions count characters. */
export const stringFunctions: Readonly<Record<string, CelFunction>> = {
  contains: (text, part) => texts(text, part, (a, b) => a.includes(b)),
  startsWith: (text, part) => texts(text, part, (a, b) => a.startsWith(b)),
  endsWith: (text, part) => texts(text, part, (a, b) => a.endsWith(b)),
  matches: (text, pattern) => texts(text, pattern, (a, b) => compiled(b).matcher(a).find()),
  find: (text, pattern) => texts(text, pattern, (a, b) => matchesOf(a, b, 1)[0] ?? ''),
  findAll: (text, pattern, limit) => texts(text, pattern, (a, b) => matchesOf(a, b, typeof limit === 'bigint' ? Number(limit) : -1)),
  charAt: (text, index) => at(text, index, (chars, position) => (position === chars.length ? '' : (chars[position] ?? outOf(index)))),
  indexOf: (text, part, from = 0n) => texts(text, part, (a, b) => position(a, b, { from: Number(from), last: false })),
  lastIndexOf: (text, part, from) =>
    texts(text, part, (a, b) => position(a, b, { from: from === undefined ? Infinity : Number(from), last: true })),
  lowerAscii: (text) => one(text, (a) => a.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())),
  upperAscii: (text) => one(text, (a) => a.replace(/[a-z]+/g, (letters) => letters.toUpperCase())),
  replace: (text, old, next, limit) =>
    texts(text, old, (a, b) => replaced(a, b, { next: textOf(next), limit: typeof limit === 'bigint' ? Number(limit) : -1 })),
  split: (text, separator, limit) => texts(text, separator, (a, b) => parts(a, b, typeof limit === 'bigint' ? Number(limit) : -1)),
  join: (list, separator) => (list !== undefined && isList(list) ? list.map(textOf).join(textOf(separator)) : undefined),
  substring: (text, start, end) => at(text, start, (chars, from) => substring(chars, from, end)),
  trim: (text) => one(text, (a) => a.trim()),
  reverse: (text) => one(text, (a) => Array.from(a).reverse().join('')),
  format: (text, values) => (typeof text === 'string' && values !== undefined && isList(values) ? formatted(text, values) : undefined),
  'strings.quote': (text) => one(text, goQuote),
};

function textOf(value: CelValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function one(text: CelValue | undefined, use: (text: string) => CelValue): CelValue | undefined {
  return typeof text === 'string' ? use(text) : undefined;
}

function texts(a: CelValue | undefined, b: CelValue | undefined, use: (a: string, b: string) => CelValue): CelValue | undefined {
  return typeof a === 'string' && typeof b === 'string' ? use(a, b) : undefined;
}

function at(
  text: CelValue | undefined,
  index: CelValue | undefined,
  use: (chars: readonly string[], index: number) => CelValue,
): CelValue | undefined {
  if (typeof text !== 'string' || typeof index !== 'bigint') return undefined;
  const chars = Array.from(text);
  if (index < 0n || index > BigInt(chars.length)) return outOf(index);
  return use(chars, Number(index));
}

function outOf(index: CelValue | undefined): never {
  throw new CelError(`index out of range: ${typeof index === 'bigint' ? index : ''}`);
}

function substring(chars: readonly string[], from: number, end: CelValue | undefined): string {
  const to = typeof end === 'bigint' ? Number(end) : chars.length;
  if (to > chars.length || to < 0) return outOf(end);
  if (from > to) throw new CelError(`invalid substring range. start: ${from}, end: ${to}`);
  return chars.slice(from, to).join('');
}

function compiled(pattern: string): ReturnType<typeof regex> {
  try {
    return regex(pattern);
  } catch (error) {
    throw new CelError(error instanceof Error ? error.message : String(error));
  }
}

function matchesOf(text: string, pattern: string, limit: number): readonly string[] {
  const matcher = compiled(pattern).matcher(text);
  const found: string[] = [];
  while ((limit < 0 || found.length < limit) && matcher.find()) found.push(matcher.group() ?? '');
  return found;
}

function position(text: string, part: string, { from, last }: { readonly from: number; readonly last: boolean }): bigint {
  const [chars, wanted] = [Array.from(text), Array.from(part)];
  if (from < 0 || (Number.isFinite(from) && from > chars.length)) return outOf(BigInt(from));
  const fits = (start: number): boolean => wanted.every((char, index) => chars[start + index] === char);
  const starts = Array.from({ length: Math.max(0, chars.length - wanted.length + 1) }, (_, index) => index).filter(fits);
  return BigInt((last ? starts.filter((start) => start <= from).at(-1) : starts.find((start) => start >= from)) ?? -1);
}

function replaced(text: string, old: string, { next, limit }: { readonly next: string; readonly limit: number }): string {
  if (limit < 0) return text.replaceAll(old, () => next);
  const pieces = text.split(old);
  const count = Math.min(limit, pieces.length - 1);
  return (
    pieces.slice(0, count + 1).join(next) +
    pieces
      .slice(count + 1)
      .map((piece) => old + piece)
      .join('')
  );
}

function parts(text: string, separator: string, limit: number): readonly string[] {
  const all = separator === '' ? Array.from(text) : text.split(separator);
  if (limit === 0) return [];
  if (limit < 0 || all.length <= limit) return all;
  return [...all.slice(0, limit - 1), all.slice(limit - 1).join(separator)];
}
