import { staysText } from './yaml-resolve';

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal';

const BREAK = /[\r\n\u0085\u2028\u2029]/;
// libyaml escapes everything beyond the basic plane, too.
const SPECIAL = /[^\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
// What cannot start or stand in a plain scalar of a block.
const INDICATOR = /^(?:[#,[\]{}&*!|>'"%@`]|---|\.\.\.|[?:-](?:[ \t]|$))|:(?:[ \t]|$)|[ \t\r\n\u0085\u2028\u2029]#/;

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u00a0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

/** The style that go-yaml asks for, then libyaml's emitter settles on. */
export function analyzeScalar(text: string, simpleKey: boolean): ScalarStyle {
  const hasSpecial = SPECIAL.test(text) || / [\r\n\u0085\u2028\u2029]/.test(text);
  const isMultiline = BREAK.test(text);
  if (text.includes('\n') && !simpleKey && !hasSpecial && !text.endsWith(' ')) return 'literal';
  if (text.includes('\n') || !staysText(text)) return 'double';
  const isPlain = !hasSpecial && !isMultiline && !INDICATOR.test(text) && !/^ | $/.test(text);
  if (isPlain) return 'plain';
  return hasSpecial || (isMultiline && (simpleKey || /[\r\u0085\u2028\u2029] /.test(text))) ? 'double' : 'single';
}

/** The inside of a double-quoted scalar. */
export function escapeScalar(text: string): string {
  return Array.from(text, (char) => ESCAPES[char] ?? (SPECIAL.test(char) ? escapeCode(char.codePointAt(0) ?? 0) : char)).join('');
}

function escapeCode(code: number): string {
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
