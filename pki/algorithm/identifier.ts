import { oidType, raw, struct } from '../asn1/types';
import { EMPTY } from '../bytes';

export interface AlgorithmIdentifier {
  readonly oid: string;
  /** The whole element; empty when absent. */
  readonly parameters: Uint8Array;
}

export const algorithmIdentifier = struct<AlgorithmIdentifier>('AlgorithmIdentifier', (fields) => ({
  oid: fields.required(oidType),
  parameters: fields.optional(raw)?.full ?? EMPTY,
}));
