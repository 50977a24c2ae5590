import { anyType } from '../asn1/any';
import { bmpText, ia5Text, numericText, printableText } from '../asn1/strings';
import { oidType, sequenceOf, setOfType, struct } from '../asn1/types';
import { fromLatin1, fromUtf8 } from '../bytes';
import { DerReader } from '../der/reader';
import { TAG } from '../der/tags';
import { PkiError } from '../error';
import type { Attribute, Rdn, RdnSequence } from './name';

const attribute = struct<Attribute>('AttributeTypeAndValue', (fields) => ({
  type: fields.required(oidType),
  value: fields.required(anyType),
}));

/** A name as the request parser reads it: values of any type. */
export const rdnSequence = sequenceOf<Rdn>(setOfType(attribute, 'RelativeDistinguishedNameSET'), 'RDNSequence');

interface StringType {
  readonly name: string;
  readonly text: (content: Uint8Array) => string | undefined;
}

const STRING_TYPES: ReadonlyMap<number, StringType> = new Map([
  [TAG.t61String, { name: 'T61String', text: fromLatin1 }],
  [TAG.printableString, { name: 'PrintableString', text: printableText }],
  [TAG.utf8String, { name: 'UTF-8 string', text: fromUtf8 }],
  [TAG.bmpString, { name: 'BMPString', text: bmpText }],
  [TAG.ia5String, { name: 'IA5String', text: ia5Text }],
  [TAG.numericString, { name: 'NumericString', text: numericText }],
]);

const INVALID = 'x509: invalid RDNSequence';

/** A name as the certificate parser reads it: values must be strings. */
export function parseCertificateName(element: Uint8Array): RdnSequence {
  const rdns = new DerReader(element).read(TAG.sequence);
  if (rdns === undefined) throw new PkiError(INVALID);
  const out: Rdn[] = [];
  while (!rdns.empty) {
    const set = rdns.read(TAG.set);
    if (set === undefined) throw new PkiError(INVALID);
    out.push(parseRdn(set));
  }
  return out;
}

function parseRdn(set: DerReader): Rdn {
  const attributes: Attribute[] = [];
  while (!set.empty) {
    const fields = set.read(TAG.sequence);
    if (fields === undefined) throw new PkiError(`${INVALID}: invalid attribute`);
    const type = fields.objectIdentifier();
    if (type === undefined) throw new PkiError(`${INVALID}: invalid attribute type`);
    const value = fields.any();
    if (value === undefined) throw new PkiError(`${INVALID}: invalid attribute value`);
    attributes.push({ type, value: { kind: 'string', value: parseText(value.tag, value.content.bytes) } });
  }
  return attributes;
}

function parseText(tag: number, content: Uint8Array): string {
  const type = STRING_TYPES.get(tag);
  if (type === undefined) throw new PkiError(`${INVALID}: invalid attribute value: unsupported string type: ${tag}`);
  const text = type.text(content);
  if (text === undefined) throw new PkiError(`${INVALID}: invalid attribute value: invalid ${type.name}`);
  return text;
}
