import type { AnyValue } from '../asn1/any';

export interface Attribute {
  /** Dotted object identifier. */
  readonly type: string;
  readonly value: AnyValue;
}

export type Rdn = readonly Attribute[];
export type RdnSequence = readonly Rdn[];

/** The common parts of a distinguished name, as Go sorts them out; of a repeated common name or serial number the last one counts. */
export interface Name {
  readonly country: readonly string[];
  readonly organization: readonly string[];
  readonly organizationalUnit: readonly string[];
  readonly locality: readonly string[];
  readonly province: readonly string[];
  readonly streetAddress: readonly string[];
  readonly postalCode: readonly string[];
  readonly serialNumber: string;
  readonly commonName: string;
  /** Every attribute, in order, also those above. */
  readonly attributes: readonly Attribute[];
}

/** What a name is made from; everything absent is empty. */
export type NameParts = Partial<Omit<Name, 'attributes'>>;

export const ATTRIBUTE = {
  commonName: '2.5.4.3',
  serialNumber: '2.5.4.5',
  country: '2.5.4.6',
  locality: '2.5.4.7',
  province: '2.5.4.8',
  streetAddress: '2.5.4.9',
  organization: '2.5.4.10',
  organizationalUnit: '2.5.4.11',
  postalCode: '2.5.4.17',
} as const;

type Listed = 'country' | 'organization' | 'organizationalUnit' | 'locality' | 'province' | 'streetAddress' | 'postalCode';

const LISTED: ReadonlyMap<string, Listed> = new Map([
  [ATTRIBUTE.country, 'country'],
  [ATTRIBUTE.organization, 'organization'],
  [ATTRIBUTE.organizationalUnit, 'organizationalUnit'],
  [ATTRIBUTE.locality, 'locality'],
  [ATTRIBUTE.province, 'province'],
  [ATTRIBUTE.streetAddress, 'streetAddress'],
  [ATTRIBUTE.postalCode, 'postalCode'],
]);

export function nameOf(sequence: RdnSequence): Name {
  const attributes = sequence.flat();
  const lists: Record<Listed, string[]> = {
    country: [],
    organization: [],
    organizationalUnit: [],
    locality: [],
    province: [],
    streetAddress: [],
    postalCode: [],
  };
  let [serialNumber, commonName] = ['', ''];
  for (const { type, value } of attributes) {
    if (value.kind !== 'string') continue;
    if (type === ATTRIBUTE.commonName) commonName = value.value;
    if (type === ATTRIBUTE.serialNumber) serialNumber = value.value;
    const list = LISTED.get(type);
    if (list !== undefined) lists[list].push(value.value);
  }
  const { country, organization, organizationalUnit, locality, province, streetAddress, postalCode } = lists;
  return {
    country,
    organization,
    organizationalUnit,
    locality,
    province,
    streetAddress,
    postalCode,
    serialNumber,
    commonName,
    attributes,
  };
}
