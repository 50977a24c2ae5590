import later from './data/characters-after-unicode-15.json';

/** strconv.Quote: printable characters stay, the rest is escaped as Go source. */
export function goQuote(text: string): string {
  let out = '"';
  for (const char of text) out += quoteChar(char);
  return `${out}"`;
}

/** strconv.Quote of a Go string that need not be UTF-8: bytes that are none are escaped one by one. */
export function goQuoteBytes(bytes: Uint8Array): string {
  let out = '"';
  for (let offset = 0; offset < bytes.length;) {
    const length = sequenceLength(bytes, offset);
    out += length === 0 ? hexByte(bytes[offset] ?? 0) : quoteChar(decoder.decode(bytes.subarray(offset, offset + length)));
    offset += Math.max(1, length);
  }
  return `${out}"`;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const LONGEST_SEQUENCE = 4;

// Octets of the character that starts here; 0 when none does.
function sequenceLength(bytes: Uint8Array, offset: number): number {
  for (let length = 1; length <= LONGEST_SEQUENCE && offset + length <= bytes.length; length++) {
    try {
      decoder.decode(bytes.subarray(offset, offset + length));
      return length;
    } catch {
      continue;
    }
  }
  return 0;
}

function hexByte(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

// Go 1.26 knows Unicode 15.0; characters that came later, by code point in hex, are nothing to it.
const LATER: readonly (readonly [first: number, last: number])[] = (Array.isArray(later) ? later : []).map((range) => {
  const [first = '', last = first] = String(range).split('-');
  return [parseInt(first, 16), parseInt(last, 16)] as const;
});

// strconv.IsPrint: letters, marks, numbers, punctuation, symbols and the ASCII space.
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

function quoteChar(char: string): string {
  const short = SHORT[char];
  if (short !== undefined) return short;
  const code = char.codePointAt(0) ?? 0;
  if (PRINTABLE.test(char) && (code < 0x80 || !LATER.some(([first, last]) => code >= first && code <= last))) return char;
  if (code < 0x80) return hexByte(code);
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
