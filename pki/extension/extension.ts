import { boolean, octets, oidType, struct } from '../asn1/types';
import { DerReader } from '../der/reader';
import { TAG } from '../der/tags';
import { objectIdentifier, octetString, sequence, TRUE } from '../der/writer';
import { PkiError } from '../error';

export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

export const EXTENSION = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyId: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extKeyUsage: '2.5.29.37',
  inhibitAnyPolicy: '2.5.29.54',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
} as const;

/** As the request parser reads it. */
export const extensionType = struct<Extension>('Extension', (fields) => ({
  oid: fields.required(oidType),
  critical: fields.optional(boolean) ?? false,
  value: fields.required(octets),
}));

/** As the certificate parser reads it. */
export function parseExtension(fields: DerReader): Extension {
  const oid = fields.objectIdentifier();
  if (oid === undefined) throw new PkiError('x509: malformed extension OID field');
  const critical = fields.peek(TAG.boolean) ? fields.boolean() : false;
  if (critical === undefined) throw new PkiError('x509: malformed extension critical field');
  const value = fields.content(TAG.octetString);
  if (value === undefined) throw new PkiError('x509: malformed extension value field');
  return { oid, critical, value };
}

/** DER leaves the default out: only `critical` extensions say so. */
export function encodeExtension({ oid, critical, value }: Extension): Uint8Array {
  const wrapped = octetString(value);
  return critical ? sequence(objectIdentifier(oid), TRUE, wrapped) : sequence(objectIdentifier(oid), wrapped);
}
