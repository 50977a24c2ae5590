/** What a glance at a JSON text says, so that the exact reader is taken only where V8 and Go could differ. */
export interface JsonScan {
  /** Members of all objects together: one colon each. */
  readonly members: number;
  /** A number that is not a plain integer of at most 15 digits. */
  readonly oddNumber: boolean;
  /** Escaped surrogates, replaced characters or very deep nesting. */
  readonly oddText: boolean;
}

const [QUOTE, BACKSLASH, COLON, DOT, ZERO, NINE] = [0x22, 0x5c, 0x3a, 0x2e, 0x30, 0x39];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const SAFE_DIGITS = 15;
const SAFE_DEPTH = 500;

/** Linear, and it skips strings; the text need not be valid JSON. */
export function scanJson(text: string): JsonScan {
  let members = 0;
  let oddNumber = false;
  let depth = 0;
  let deepest = 0;
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char >= ZERO && char <= NINE) {
      if (++digits > SAFE_DIGITS) oddNumber = true;
      continue;
    }
    // A point or an exponent stands right behind a digit.
    if (digits > 0 && (char === DOT || (char | 0x20) === 0x65)) oddNumber = true;
    digits = 0;
    if (char === QUOTE) at = endOfString(text, at);
    else if (char === COLON) members++;
    else if (char === OPEN_OBJECT || char === OPEN_ARRAY) deepest = Math.max(deepest, ++depth);
    else if (char === CLOSE_OBJECT || char === CLOSE_ARRAY) depth--;
  }
  const oddText = deepest > SAFE_DEPTH || text.includes('\ufffd') || /\\u[dD][89a-fA-F]/.test(text);
  return { members, oddNumber, oddText };
}

/** Position of the closing quote, or the end. */
function endOfString(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); close >= 0; close = text.indexOf('"', close + 1)) {
    let slashes = 0;
    while (text.charCodeAt(close - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return close;
  }
  return text.length;
}
