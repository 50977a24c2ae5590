import { fromLatin1, fromUtf8, isAscii } from '../bytes';
import { TAG } from '../der/tags';
import { PkiError, syntaxError } from '../error';

// Asterisk and ampersand are not in PrintableString, but certificates in use have them.
const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?*&]*$/;
const NUMERIC = /^[0-9 ]*$/;

/** Text of a PrintableString; undefined when a character does not belong there. */
export function printableText(content: Uint8Array): string | undefined {
  const text = fromLatin1(content);
  return PRINTABLE.test(text) ? text : undefined;
}

export function numericText(content: Uint8Array): string | undefined {
  const text = fromLatin1(content);
  return NUMERIC.test(text) ? text : undefined;
}

export function ia5Text(content: Uint8Array): string | undefined {
  return isAscii(content) ? fromLatin1(content) : undefined;
}

/** UCS-2, one terminator stripped; undefined for halves, surrogates and reserved code points. */
export function bmpText(content: Uint8Array): string | undefined {
  if (content.length % 2 !== 0) return undefined;
  const terminated = content.length >= 2 && content.at(-1) === 0 && content.at(-2) === 0;
  const end = terminated ? content.length - 2 : content.length;
  let text = '';
  for (let i = 0; i < end; i += 2) {
    const point = ((content[i] ?? 0) << 8) | (content[i + 1] ?? 0);
    if (isReserved(point)) return undefined;
    text += String.fromCharCode(point);
  }
  return text;
}

function isReserved(point: number): boolean {
  return point >= 0xfffe || (point >= 0xfdd0 && point <= 0xfdef) || (point >= 0xd800 && point <= 0xdfff);
}

/** String types of encoding/asn1 by universal tag number; T.61 is read as Latin-1. */
export const STRING_PARSERS: ReadonlyMap<number, (content: Uint8Array) => string> = new Map<number, (content: Uint8Array) => string>([
  [TAG.printableString, (content) => printableText(content) ?? fail(syntaxError('PrintableString contains invalid character'))],
  [TAG.numericString, (content) => numericText(content) ?? fail(syntaxError('NumericString contains invalid character'))],
  [TAG.ia5String, (content) => ia5Text(content) ?? fail(syntaxError('IA5String contains invalid character'))],
  [TAG.t61String, fromLatin1],
  [TAG.utf8String, (content) => fromUtf8(content) ?? fail(new PkiError('asn1: invalid UTF-8 string'))],
  [TAG.bmpString, (content) => bmpText(content) ?? fail(new PkiError('invalid BMPString'))],
]);

function fail(error: PkiError): never {
  throw error;
}
