import { compareBytes, utf8 } from '../bytes';
import { TAG } from '../der/tags';
import { objectIdentifier, sequence, setOf, tlv } from '../der/writer';
import { ATTRIBUTE, type NameParts } from './name';

/** Name.ToRDNSequence, encoded: one RDN per kind of attribute, repeated values in one SET, always in this order. */
export function encodeName(parts: NameParts): Uint8Array {
  const rdns: readonly (readonly [type: string, values: readonly string[]])[] = [
    [ATTRIBUTE.country, parts.country ?? []],
    [ATTRIBUTE.province, parts.province ?? []],
    [ATTRIBUTE.locality, parts.locality ?? []],
    [ATTRIBUTE.streetAddress, parts.streetAddress ?? []],
    [ATTRIBUTE.postalCode, parts.postalCode ?? []],
    [ATTRIBUTE.organization, parts.organization ?? []],
    [ATTRIBUTE.organizationalUnit, parts.organizationalUnit ?? []],
    [ATTRIBUTE.commonName, single(parts.commonName)],
    [ATTRIBUTE.serialNumber, single(parts.serialNumber)],
  ];
  return sequence(...rdns.filter(([, values]) => values.length > 0).map(([type, values]) => encodeRdn(type, values)));
}

function single(value = ''): readonly string[] {
  return value === '' ? [] : [value];
}

function encodeRdn(type: string, values: readonly string[]): Uint8Array {
  return setOf(
    values.map((value) => sequence(objectIdentifier(type), encodeText(value))),
    compareBytes,
  );
}

// Go prefers PrintableString; asterisk and ampersand are not in it.
const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?]*$/;

export function encodeText(value: string): Uint8Array {
  return tlv(PRINTABLE.test(value) ? TAG.printableString : TAG.utf8String, utf8(value));
}
