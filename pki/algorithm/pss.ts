import type { HashName } from '../../base/env/crypto';
import { int, struct, unmarshal } from '../asn1/types';
import { equalBytes } from '../bytes';
import { NULL } from '../der/writer';
import { algorithmIdentifier, type AlgorithmIdentifier } from './identifier';

const MGF1 = '1.2.840.113549.1.1.8';

const HASHES: ReadonlyMap<string, { readonly hash: HashName; readonly saltLength: bigint }> = new Map([
  ['2.16.840.1.101.3.4.2.1', { hash: 'SHA-256', saltLength: 32n }],
  ['2.16.840.1.101.3.4.2.2', { hash: 'SHA-384', saltLength: 48n }],
  ['2.16.840.1.101.3.4.2.3', { hash: 'SHA-512', saltLength: 64n }],
]);

// RFC 4055 section 3.1. The defaults mean SHA-1 and are not taken.
const pssParameters = struct('pssParameters', (fields) => ({
  hash: fields.required(algorithmIdentifier, { tag: 0, explicit: true }),
  maskGeneration: fields.required(algorithmIdentifier, { tag: 1, explicit: true }),
  saltLength: fields.required(int, { tag: 2, explicit: true }),
  trailer: fields.optional(int, { tag: 3, explicit: true }) ?? 1n,
}));

/** The hash of RSASSA-PSS parameters; undefined unless MGF1 uses the same hash, the salt is as long and the trailer is the usual one. */
export function pssHash(parameters: Uint8Array): HashName | undefined {
  try {
    const { hash, maskGeneration, saltLength, trailer } = unmarshal(pssParameters, parameters).value;
    const maskHash = unmarshal(algorithmIdentifier, maskGeneration.parameters).value;
    if (maskGeneration.oid !== MGF1 || maskHash.oid !== hash.oid || trailer !== 1n) return undefined;
    if (!plain(hash) || !plain(maskHash)) return undefined;
    const known = HASHES.get(hash.oid);
    return known?.saltLength === saltLength ? known.hash : undefined;
  } catch {
    return undefined;
  }
}

function plain({ parameters }: AlgorithmIdentifier): boolean {
  return parameters.length === 0 || equalBytes(parameters, NULL);
}
