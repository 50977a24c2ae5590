import { DerReader } from '../der/reader';
import { context, TAG } from '../der/tags';
import { octetString, sequence, tlv } from '../der/writer';
import { PkiError } from '../error';
import { EXTENSION, type Extension } from './extension';

export function encodeSubjectKeyId(id: Uint8Array): Extension {
  return { oid: EXTENSION.subjectKeyId, critical: false, value: octetString(id) };
}

export function encodeAuthorityKeyId(id: Uint8Array): Extension {
  return { oid: EXTENSION.authorityKeyId, critical: false, value: sequence(tlv(context(0), id)) };
}

export function parseSubjectKeyId({ critical, value }: Extension): Uint8Array {
  if (critical) throw new PkiError('x509: subject key identifier incorrectly marked critical');
  const id = new DerReader(value).content(TAG.octetString);
  if (id === undefined) throw new PkiError('x509: invalid subject key identifier');
  return id;
}

/** Undefined when the extension names the issuer in another way. */
export function parseAuthorityKeyId({ critical, value }: Extension): Uint8Array | undefined {
  if (critical) throw new PkiError('x509: authority key identifier incorrectly marked critical');
  const fields = new DerReader(value).read(TAG.sequence);
  if (fields === undefined) throw new PkiError('x509: invalid authority key identifier');
  if (!fields.peek(context(0))) return undefined;
  const id = fields.content(context(0));
  if (id === undefined) throw new PkiError('x509: invalid authority key identifier');
  return id;
}
