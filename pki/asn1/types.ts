import { structuralError, syntaxError } from '../error';
import { Cursor, type Asn1Type, type Element } from './cursor';
import { readHeader } from './header';
import { parseBigInteger, parseBitString, parseBoolean, parseInt64, parseObjectIdentifier, type BitString } from './primitives';

export const raw: Asn1Type<Element> = { name: 'RawValue', compound: false, read: (element) => element };

export const boolean = primitive<boolean>('bool', 1, parseBoolean);
/** A 64-bit integer. */
export const int = primitive<bigint>('int', 2, parseInt64);
/** Of any size; a pointer in Go, so it has no name. */
export const bigInteger = primitive<bigint>('', 2, parseBigInteger);
export const bitStringType = primitive<BitString>('BitString', 3, parseBitString);
export const octets = primitive<Uint8Array>('', 4, (content) => content);
export const oidType = primitive<string>('ObjectIdentifier', 6, parseObjectIdentifier);

function primitive<T>(name: string, tag: number, parse: (content: Uint8Array) => T): Asn1Type<T> {
  return { name, tag, compound: false, read: (element) => parse(element.content) };
}

/** A SEQUENCE with fields. Elements behind the last field are ignored, as Go does. */
export function struct<T>(name: string, fields: (fields: Cursor, full: Uint8Array) => T): Asn1Type<T> {
  return { name, tag: 16, compound: true, read: (element) => fields(new Cursor(element.content), element.full) };
}

/** SEQUENCE OF. */
export function sequenceOf<T>(item: Asn1Type<T>, name = ''): Asn1Type<readonly T[]> {
  return { name, tag: 16, compound: true, read: (element) => elements(element.content, item) };
}

/** SET OF. Without a name it is a slice whose field says `set`. */
export function setOfType<T>(item: Asn1Type<T>, name = ''): Asn1Type<readonly T[]> {
  return { name, tag: 17, compound: true, read: (element) => elements(element.content, item) };
}

/** The first element of a buffer, and what follows it. */
export function unmarshal<T>(type: Asn1Type<T>, bytes: Uint8Array): { readonly value: T; readonly rest: Uint8Array } {
  const cursor = new Cursor(bytes);
  const value = cursor.required(type);
  return { value, rest: cursor.rest };
}

// All headers are looked at before the first element is read.
function elements<T>(content: Uint8Array, item: Asn1Type<T>): readonly T[] {
  let count = 0;
  for (let offset = 0; offset < content.length; count++) {
    const header = readHeader(content, offset);
    const fits = header.class === 0 && header.tag === item.tag && header.compound === item.compound;
    if (item.tag !== undefined && !fits) throw structuralError('sequence tag mismatch');
    offset = header.start + header.length;
    if (offset > content.length) throw syntaxError('truncated sequence');
  }
  const cursor = new Cursor(content);
  return Array.from({ length: count }, () => cursor.required(item));
}
