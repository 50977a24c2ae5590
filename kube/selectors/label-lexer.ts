export type TokenKind = ')' | ',' | '!' | '==' | '=' | '>' | 'identifier' | 'in' | '<' | '!=' | 'notin' | '(' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** Empty at the end. */
  readonly text: string;
}

const WORDS: ReadonlySet<string> = new Set(['in', 'notin']);
const SYMBOLS: ReadonlySet<string> = new Set([')', ',', '!', '==', '=', '>', '<', '!=', '(']);
const WHITESPACE = ' \t\r\n';
const SYMBOL_START = '=!(),><';
/** Ends the text, as in Go's lexer. */
const NUL = '\0';

/** All tokens of a label selector; the last is `end`. */
export function labelTokens(text: string): readonly Token[] {
  const source = text.includes(NUL) ? text.slice(0, text.indexOf(NUL)) : text;
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const char = source.charAt(at);
    if (WHITESPACE.includes(char)) {
      at++;
      continue;
    }
    const token = SYMBOL_START.includes(char) ? symbolAt(source, at) : wordAt(source, at);
    tokens.push(token);
    at += token.text.length;
  }
  return [...tokens, { kind: 'end', text: '' }];
}

function symbolAt(source: string, at: number): Token {
  const two = source.slice(at, at + 2);
  const text = two.length === 2 && SYMBOLS.has(two) ? two : source.charAt(at);
  return { kind: text as TokenKind, text };
}

function wordAt(source: string, at: number): Token {
  let end = at + 1;
  while (end < source.length && !WHITESPACE.includes(source.charAt(end)) && !SYMBOL_START.includes(source.charAt(end))) end++;
  const text = source.slice(at, end);
  return { kind: WORDS.has(text) ? (text as TokenKind) : 'identifier', text };
}
