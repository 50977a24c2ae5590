/** What the parser says of an error: `pos` counts characters. */
export interface YamlError {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [start: number, end: number];
}

interface Fault {
  /** libyaml's words. */
  readonly text: string;
  /** Counted from 0. */
  readonly line: number;
  /** The scanner counts the line it stands on from 1, the parser from 0; line 0 is never named. */
  readonly stage: 'scanner' | 'parser';
}

/** The first error in libyaml's words, as go-yaml reports it; undefined when there is none. */
export function yamlFault(text: string, errors: readonly YamlError[]): string | undefined {
  // libyaml reads one document and never sees the next.
  const error = errors.find((each) => each.code !== 'MULTIPLE_DOCS');
  if (error === undefined) return undefined;
  const { text: words, line, stage } = faultOf(text, error);
  return line === 0 ? words : `line ${stage === 'scanner' ? line + 1 : line}: ${words}`;
}

function faultOf(text: string, error: YamlError): Fault {
  const [start, end] = error.pos;
  const scanner = (words: string, at: number): Fault => ({ text: words, line: lineOf(text, at), stage: 'scanner' });
  const message = error.message;
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return scanner(tabFault(text, start), start);
    case 'BAD_SCALAR_START':
      return scanner('found character that cannot start any token', start);
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      if (/^[^\n]*\n\s*- /.test(text.slice(start))) return parserFault(text, 'did not find expected key', text.indexOf('\n', start) + 1);
      return scanner('mapping values are not allowed in this context', lastColon(text, start, end));
    case 'BAD_DQ_ESCAPE':
      return scanner('found unknown escape character', start);
    case 'MISSING_CHAR':
      if (message.includes('quote')) return scanner('found unexpected end of stream', text.length);
      if (message.startsWith('Missing directives-end')) return scanner('found unknown directive name', start - 1);
      break;
    default:
      break;
  }
  if (message.startsWith('Flow ')) return flowFault(text, message, start);
  if (message.startsWith('Unexpected block-seq-ind')) return scanner('block sequence entries are not allowed in this context', start);
  if (message.startsWith('Block scalar header')) return scanner('did not find expected comment or line break', start);
  if (/^Unexpected flow-(map|seq)-end/.test(message)) return parserFault(text, 'did not find expected node content', start);
  const words = isInsideSequence(text, start) ? "did not find expected '-' indicator" : 'did not find expected key';
  return parserFault(text, words, start);
}

/** A tab goes wrong as the start of a token, or as the indentation of a plain scalar's next line. */
function tabFault(text: string, at: number): string {
  const before = text.slice(0, at).trimEnd().slice(-1);
  if (before === '' || ':-,[{?"\''.includes(before)) return 'found character that cannot start any token';
  return 'found a tab character that violates indentation';
}

/** A flow collection that is not closed where it should be. */
function flowFault(text: string, message: string, at: number): Fault {
  const before = text.slice(0, at).trimEnd().slice(-1);
  if (before === '[' || before === ',' || before === '{') {
    return parserFault(text, 'did not find expected node content', at);
  }
  return parserFault(text, `did not find expected ',' or '${message.startsWith('Flow map') ? '}' : ']'}'`, at);
}

function parserFault(text: string, words: string, at: number): Fault {
  // At the end libyaml stands on a line of its own.
  const atEnd = text.slice(at).trim() === '' && at > 0 && !text.endsWith('\n');
  return { text: words, line: lineOf(text, at) + (atEnd ? 1 : 0), stage: 'parser' };
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length - 1;
}

function lastColon(text: string, start: number, end: number): number {
  const colon = text.indexOf(':', Math.max(start, end));
  return colon < 0 ? start : colon;
}

function isInsideSequence(text: string, at: number): boolean {
  const lines = text.slice(0, at).trimEnd().split('\n');
  return /^\s*- /.test(lines[lines.length - 1] ?? '');
}
