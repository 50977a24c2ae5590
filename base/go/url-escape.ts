import { goQuoteBytes } from './quote';

/** Which part of a URL is being encoded. */
export type UrlPart = 'path' | 'user' | 'host' | 'zone' | 'fragment';

/** The message is Go's text. */
export class UrlError extends Error {
  override readonly name = 'UrlError';
}

// Characters that need no escape beside letters, digits and `-_.~` (RFC 3986 section 2).
const PLAIN: Readonly<Record<UrlPart, string>> = {
  path: '$&+,/:;=@',
  user: '$&+,;=',
  host: '!$&\'()*+,;=:[]<>"',
  zone: '!$&\'()*+,;=:[]<>"',
  fragment: '$&+,/:;=?@!()*',
};

const UNRESERVED = /[A-Za-z0-9\-_.~]/;

/** The bytes of a string with one character a byte. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

export function needsEscape(char: string, part: UrlPart): boolean {
  return !UNRESERVED.test(char) && !PLAIN[part].includes(char);
}

export function escape(text: string, part: UrlPart): string {
  let out = '';
  for (const char of text) out += needsEscape(char, part) ? `%${hex(char).toUpperCase()}` : char;
  return out;
}

/** Throws UrlError for a malformed escape, and in hosts for what may not stand there. */
export function unescape(text: string, part: UrlPart): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char !== '%') {
      checkHostCharacter(char, part);
      out += char;
      continue;
    }
    out += decode(text.slice(i, i + 3), part);
    i += 2;
  }
  return out;
}

function hex(char: string): string {
  return char.charCodeAt(0).toString(16).padStart(2, '0');
}

function checkHostCharacter(char: string, part: UrlPart): void {
  if ((part !== 'host' && part !== 'zone') || char.charCodeAt(0) >= 0x80 || !needsEscape(char, part)) return;
  throw new UrlError(`invalid character ${goQuoteBytes(bytesOf(char))} in host name`);
}

function decode(sequence: string, part: UrlPart): string {
  if (!/^%[0-9A-Fa-f]{2}$/.test(sequence)) throw escapeError(sequence);
  const char = String.fromCharCode(parseInt(sequence.slice(1), 16));
  // RFC 3986 page 21: in hosts only for bytes beyond ASCII; RFC 6874 adds the percent sign in front of a zone.
  const ascii = char.charCodeAt(0) < 0x80;
  if (part === 'host' && ascii && sequence !== '%25') throw escapeError(sequence);
  if (part === 'zone' && sequence !== '%25' && char !== ' ' && needsEscape(char, 'host')) throw escapeError(sequence);
  return char;
}

function escapeError(sequence: string): UrlError {
  return new UrlError(`invalid URL escape ${goQuoteBytes(bytesOf(sequence))}`);
}
