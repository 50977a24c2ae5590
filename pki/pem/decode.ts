import { latin1Bytes, latin1Text } from '../../base/latin1';
import { decodeBase64 } from './base64';

export interface PemBlock {
  readonly type: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly bytes: Uint8Array;
}

export interface PemDecoded {
  readonly block: PemBlock;
  /** What follows the line that ends the block. */
  readonly rest: Uint8Array;
}

const BEGIN = '-----BEGIN ';
const END = '\n-----END ';
const DASHES = '-----';

/** pem.Decode: the next block, or undefined when there is none. Anything around blocks, and malformed blocks, are passed over. */
export function decodePem(data: Uint8Array): PemDecoded | undefined {
  const found = nextBlock(latin1Text(data), 0);
  return found === undefined ? undefined : { block: found.block, rest: data.subarray(found.next) };
}

/** All blocks, in order. */
export function decodeAllPem(data: Uint8Array): readonly PemBlock[] {
  const text = latin1Text(data);
  const blocks: PemBlock[] = [];
  for (let found = nextBlock(text, 0); found !== undefined; found = nextBlock(text, found.next)) blocks.push(found.block);
  return blocks;
}

function nextBlock(text: string, start: number): Found | undefined {
  for (let from = start; ;) {
    const end = text.indexOf(END, from);
    if (end < 0) return undefined;
    const found = readBlock(text, from, end);
    if (found === 'end of data') return undefined;
    if (typeof found !== 'number') return found;
    from = found;
  }
}

interface Found {
  readonly block: PemBlock;
  readonly next: number;
}

// A number is where to look on: behind the END line that closed nothing.
function readBlock(text: string, from: number, end: number): Found | number | 'end of data' {
  const afterEnd = end + END.length;
  const begin = text.lastIndexOf(BEGIN, end - BEGIN.length);
  const startsLine = begin === from || text.charAt(begin - 1) === '\n';
  if (begin < from || !startsLine) return afterEnd;
  const typeLine = lineAt(text, begin + BEGIN.length);
  if (!typeLine.line.endsWith(DASHES)) return afterEnd;
  const label = typeLine.line.slice(0, -DASHES.length);
  const head = readHeaders(text, typeLine.next);
  if (head === undefined) return 'end of data';
  if (head.headers.size > 0 && end < head.next) return afterEnd < head.next ? 'end of data' : afterEnd;
  if (!text.startsWith(label + DASHES, afterEnd)) return afterEnd;
  if (lineAt(text, afterEnd + label.length + DASHES.length).line !== '') return afterEnd;
  const bytes = end > head.next ? decodeBase64(text.slice(head.next, end)) : new Uint8Array(0);
  if (bytes === undefined) return afterEnd;
  return { block: { type: decoded(label), headers: head.headers, bytes }, next: lineAt(text, end + END.length - 1).next };
}

interface Head {
  readonly headers: ReadonlyMap<string, string>;
  readonly next: number;
}

// Header lines have a colon. Undefined when the data ends before a line without one.
function readHeaders(text: string, from: number): Head | undefined {
  const headers = new Map<string, string>();
  for (let at = from; at < text.length;) {
    const { line, next } = lineAt(text, at);
    const colon = line.indexOf(':');
    if (colon < 0) return { headers, next: at };
    headers.set(trimmed(decoded(line.slice(0, colon))), trimmed(decoded(line.slice(colon + 1))));
    at = next;
  }
  return undefined;
}

function lineAt(text: string, from: number): { line: string; next: number } {
  const feed = text.indexOf('\n', from);
  const end = feed < 0 ? text.length : feed;
  const line = text.slice(from, feed > from && text.charAt(feed - 1) === '\r' ? feed - 1 : end);
  return { line: line.replace(/[ \t]+$/, ''), next: feed < 0 ? text.length : feed + 1 };
}

// White space as unicode.IsSpace knows it.
function trimmed(text: string): string {
  return text.replace(/^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/, '').replace(TRAILING_SPACE, '');
}

const TRAILING_SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/;

const lossy = new TextDecoder('utf-8', { ignoreBOM: true });

function decoded(bytes: string): string {
  if (/^[ -~]*$/.test(bytes)) return bytes;
  return lossy.decode(latin1Bytes(bytes));
}
