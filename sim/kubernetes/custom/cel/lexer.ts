import type { Problem } from './syntax';
import { bytesLiteral, stringLiteral } from './string-literal';
import { Uint, type CelValue } from './values';

export interface Token {
  readonly kind: 'literal' | 'ident' | 'symbol' | 'end';
  readonly text: string;
  readonly at: number;
  readonly value?: CelValue;
}

const SPACE = /[\s]+|\/\/[^\n]*/y;
const NUMBER = /0x[0-9a-fA-F]+u?|(?:\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?)|\d+u?/iy;
const STRING = /[rRbB]{0,2}(?:"""(?:\\[\s\S]|[^\\])*?"""|'''(?:\\[\s\S]|[^\\])*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')/y;
const IDENT = /[A-Za-z_][A-Za-z0-9_]*/y;
const ESCAPED = /`[A-Za-z0-9_.\-/ ]+`/y;
const SYMBOL = /==|!=|<=|>=|&&|\|\||[[\]{}().,:?!<>+\-*/%]/y;
const WORDS: Readonly<Record<string, CelValue>> = { true: true, false: false, null: null };

/** The tokens of an expression; what is none becomes a problem and is passed over. */
export function tokenize(source: string): { readonly tokens: readonly Token[]; readonly problems: readonly Problem[] } {
  const tokens: Token[] = [];
  const problems: Problem[] = [];
  let at = 0;
  while (at < source.length) {
    const space = match(SPACE, source, at);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const token = tokenAt(source, at);
    if (token === undefined) {
      const junk = junkAt(source, at);
      problems.push({ at, message: `Syntax error: token recognition error at: '${junk}'` });
      at += junk.length;
      continue;
    }
    tokens.push(token);
    at += token.text.length;
  }
  return { tokens: [...tokens, { kind: 'end', text: '<EOF>', at: source.length }], problems };
}

function tokenAt(source: string, at: number): Token | undefined {
  const text = match(STRING, source, at);
  if (text !== undefined) return { kind: 'literal', text, at, value: literalOf(text) };
  const previous = at === 0 ? '' : (source[at - 1] ?? '');
  const number = /[\w)\]]/.test(previous) && source[at] === '.' ? undefined : match(NUMBER, source, at);
  if (number !== undefined) return { kind: 'literal', text: number, at, value: numeral(number) };
  const escaped = match(ESCAPED, source, at);
  if (escaped !== undefined) return { kind: 'ident', text: escaped, at };
  const word = match(IDENT, source, at);
  if (word !== undefined) {
    if (Object.hasOwn(WORDS, word)) return { kind: 'literal', text: word, at, value: WORDS[word] ?? null };
    return { kind: word === 'in' ? 'symbol' : 'ident', text: word, at };
  }
  const symbol = match(SYMBOL, source, at);
  return symbol === undefined ? undefined : { kind: 'symbol', text: symbol, at };
}

/** A text that does not end takes all; a lone `=`, `&` or `|` takes its neighbour along, as the generated lexer does. */
function junkAt(source: string, at: number): string {
  const char = source[at] ?? '';
  if (char === '"' || char === "'") return source.slice(at);
  return '=&|'.includes(char) ? source.slice(at, at + 2) : char;
}

function match(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}

function literalOf(text: string): CelValue {
  return /^[rR]?[bB]/.test(text) ? bytesLiteral(text) : stringLiteral(text);
}

function numeral(text: string): CelValue {
  if (/^0x/i.test(text)) return /u$/i.test(text) ? new Uint(BigInt(text.slice(0, -1))) : BigInt(text);
  if (/u$/i.test(text)) return new Uint(BigInt(text.slice(0, -1)));
  return /[.e]/i.test(text) ? Number(text) : BigInt(text);
}
