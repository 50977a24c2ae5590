import { boolean, int, struct, unmarshal } from '../asn1/types';
import { DerReader } from '../der/reader';
import { TAG } from '../der/tags';
import { sequence, smallInteger, TRUE } from '../der/writer';
import { PkiError } from '../error';
import { EXTENSION, type Extension } from './extension';

export interface BasicConstraints {
  readonly isCa: boolean;
  /** Undefined: no limit. */
  readonly maxPathLength?: number | undefined;
}

const MAX_INT64 = 2n ** 63n - 1n;

const basicConstraints = struct('basicConstraints', (fields) => ({
  isCa: fields.optional(boolean) ?? false,
  maxPathLength: fields.optional(int),
}));

export function encodeBasicConstraints({ isCa, maxPathLength }: BasicConstraints): Extension {
  const limit = maxPathLength === undefined ? [] : [smallInteger(maxPathLength)];
  return { oid: EXTENSION.basicConstraints, critical: true, value: sequence(...(isCa ? [TRUE] : []), ...limit) };
}

/** As cert-manager reads it in a request. */
export function unmarshalBasicConstraints(value: Uint8Array): BasicConstraints {
  const { value: read, rest } = unmarshal(basicConstraints, value);
  if (rest.length > 0) throw new PkiError('x509: trailing data after X.509 BasicConstraints');
  const { isCa, maxPathLength = -1n } = read;
  return maxPathLength < 0n ? { isCa } : { isCa, maxPathLength: Number(maxPathLength) };
}

/** As the certificate parser reads it. */
export function parseBasicConstraints(value: Uint8Array): BasicConstraints {
  const fields = new DerReader(value).read(TAG.sequence);
  const isCa = fields?.peek(TAG.boolean) === true ? fields.boolean() : false;
  if (fields === undefined || isCa === undefined) throw new PkiError('x509: invalid basic constraints');
  if (!fields.peek(TAG.integer)) return { isCa };
  const limit = fields.bigInteger();
  if (limit === undefined || limit < 0n || limit > MAX_INT64) throw new PkiError('x509: invalid basic constraints');
  return { isCa, maxPathLength: Number(limit) };
}
