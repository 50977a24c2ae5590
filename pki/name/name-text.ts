import type { AnyValue } from '../asn1/any';
import { bitLength, toOctets } from '../big';
import { toHex } from '../bytes';
import { encodeTime } from '../certificate/encode-time';
import { TAG } from '../der/tags';
import { bitString, objectIdentifier, octetString, tlv } from '../der/writer';
import { encodeText } from './encode-name';
import { ATTRIBUTE, type Attribute, type Name } from './name';

const LABELS: ReadonlyMap<string, string> = new Map([
  [ATTRIBUTE.country, 'C'],
  [ATTRIBUTE.organization, 'O'],
  [ATTRIBUTE.organizationalUnit, 'OU'],
  [ATTRIBUTE.commonName, 'CN'],
  [ATTRIBUTE.serialNumber, 'SERIALNUMBER'],
  [ATTRIBUTE.locality, 'L'],
  [ATTRIBUTE.province, 'ST'],
  [ATTRIBUTE.streetAddress, 'STREET'],
  [ATTRIBUTE.postalCode, 'POSTALCODE'],
]);

/** pkix.Name.String: roughly RFC 2253. Last part first; attributes without a label stand behind all others, in hex. */
export function formatName(name: Name): string {
  const unlabelled = name.attributes.filter(({ type }) => !LABELS.has(type)).map((attribute) => [formatUnlabelled(attribute)]);
  const labelled = [
    ['C', name.country],
    ['ST', name.province],
    ['L', name.locality],
    ['STREET', name.streetAddress],
    ['POSTALCODE', name.postalCode],
    ['O', name.organization],
    ['OU', name.organizationalUnit],
    ['CN', name.commonName === '' ? [] : [name.commonName]],
    ['SERIALNUMBER', name.serialNumber === '' ? [] : [name.serialNumber]],
  ] as const;
  const parts = labelled.map(([label, values]) => values.map((value) => `${label}=${escaped(value)}`));
  return [...unlabelled, ...parts.filter((values) => values.length > 0)]
    .map((values) => values.join('+'))
    .reverse()
    .join(',');
}

/** Label of an attribute type, or its object identifier. */
export function attributeLabel(type: string): string {
  return LABELS.get(type) ?? type;
}

function formatUnlabelled({ type, value }: Attribute): string {
  const encoded = encodeAny(value);
  return encoded === undefined ? `${type}=\\<nil\\>` : `${type}=#${toHex(encoded)}`;
}

// As Go would write the value it has read; undefined for one it has not.
function encodeAny(value: AnyValue): Uint8Array | undefined {
  switch (value.kind) {
    case 'string':
      return encodeText(value.value);
    case 'boolean':
      return tlv(TAG.boolean, Uint8Array.of(value.value ? 0xff : 0));
    case 'integer':
      return tlv(TAG.integer, twosComplement(value.value));
    case 'bits':
      return bitString(value.value.bytes, value.value.bytes.length * 8 - value.value.bitLength);
    case 'oid':
      return objectIdentifier(value.value);
    case 'time':
      return encodeTime(value.value);
    case 'octets':
      return octetString(value.value);
    case 'nil':
      return undefined;
  }
}

function twosComplement(value: bigint): Uint8Array {
  const length = Math.floor(bitLength(value < 0n ? -value - 1n : value) / 8) + 1;
  return toOctets(BigInt.asUintN(length * 8, value), length);
}

function escaped(text: string): string {
  return text.replace(/[,+"\\<>;]|^[ #]|(?<!^) $/g, (char) => `\\${char}`);
}
