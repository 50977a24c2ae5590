import { TAG } from '../der/tags';
import type { Asn1Type } from './cursor';
import { parseBitString, parseBoolean, parseInt64, parseObjectIdentifier, type BitString } from './primitives';
import { STRING_PARSERS } from './strings';
import { parseGeneralizedTime, parseUtcTime } from './time';

/** A value of a type not known beforehand. Only `string` is text; anything Go does not know is `nil`. */
export type AnyValue =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'bits'; readonly value: BitString }
  | { readonly kind: 'oid'; readonly value: string }
  | { readonly kind: 'time'; readonly value: number }
  | { readonly kind: 'octets'; readonly value: Uint8Array }
  | { readonly kind: 'nil' };

const NIL: AnyValue = { kind: 'nil' };

const PARSERS: ReadonlyMap<number, (content: Uint8Array) => AnyValue> = new Map<number, (content: Uint8Array) => AnyValue>([
  [TAG.boolean, (content) => ({ kind: 'boolean', value: parseBoolean(content) })],
  [TAG.integer, (content) => ({ kind: 'integer', value: parseInt64(content) })],
  [TAG.bitString, (content) => ({ kind: 'bits', value: parseBitString(content) })],
  [TAG.octetString, (content) => ({ kind: 'octets', value: content })],
  [TAG.objectIdentifier, (content) => ({ kind: 'oid', value: parseObjectIdentifier(content) })],
  [TAG.utcTime, (content) => ({ kind: 'time', value: parseUtcTime(content) })],
  [TAG.generalizedTime, (content) => ({ kind: 'time', value: parseGeneralizedTime(content) })],
]);

/** An `interface{}` of Go: read by its own tag. */
export const anyType: Asn1Type<AnyValue> = {
  name: '',
  compound: false,
  read: ({ class: tagClass, tag, compound, content }) => {
    if (compound || tagClass !== 0) return NIL;
    const text = STRING_PARSERS.get(tag);
    if (text !== undefined) return { kind: 'string', value: text(content) };
    return PARSERS.get(tag)?.(content) ?? NIL;
  },
};
