import { algorithmIdentifier } from '../algorithm/identifier';
import { bitStringType, struct, unmarshal } from '../asn1/types';
import { PkiError } from '../error';
import { parsePublicKey, type PublicKey } from './public-key';

/** SubjectPublicKeyInfo as encoding/asn1 reads it. */
export const publicKeyInfo = struct('publicKeyInfo', (fields, full) => ({
  full,
  algorithm: fields.required(algorithmIdentifier),
  key: fields.required(bitStringType),
}));

/** x509.ParsePKIXPublicKey; undefined for an algorithm Go does not know. */
export function parsePublicKeyInfo(spki: Uint8Array): PublicKey | undefined {
  const { value, rest } = unmarshal(publicKeyInfo, spki);
  if (rest.length > 0) throw new PkiError('x509: trailing data after ASN.1 of public-key');
  return parsePublicKey(value.algorithm, value.key);
}
