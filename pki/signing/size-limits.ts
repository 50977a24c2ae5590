import { decodePem, type PemDecoded } from '../pem/decode';
import { PkiError } from '../error';

/** What cert-manager is ready to read as PEM, in bytes. */
export const MAXIMUM_PEM = {
  certificate: 36_500,
  request: 36_500,
  privateKey: 13_000,
  chain: 95_000,
  bundle: 330_000,
} as const;

/** The next block; undefined when there is none. */
export function decodeLimited(pem: Uint8Array, kind: keyof typeof MAXIMUM_PEM): PemDecoded | undefined {
  const limit = MAXIMUM_PEM[kind];
  if (pem.length > limit) throw new PkiError(`provided PEM data was larger than the maximum ${limit}B`);
  return decodePem(pem);
}

/** The first block; its absence is an error too. */
export function decodeFirst(pem: Uint8Array, kind: keyof typeof MAXIMUM_PEM): PemDecoded['block'] {
  const decoded = decodeLimited(pem, kind);
  if (decoded === undefined) throw new PkiError('no PEM data was found in given input');
  return decoded.block;
}

/** Prefixes the text of a PkiError thrown by `run`. */
export function within<T>(context: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    throw new PkiError(`${context}: ${error.message}`, { cause: error });
  }
}
