import type { CryptoPort, HashName } from './env/crypto';
import { concatBytes } from './bytes';

const BLOCK_SIZES: Readonly<Record<HashName, number>> = {
  MD5: 64,
  'SHA-1': 64,
  'SHA-224': 64,
  'SHA-256': 64,
  'SHA-384': 128,
  'SHA-512': 128,
};

/** RFC 2104. */
export function hmac(hash: HashName, key: Uint8Array, message: Uint8Array, crypto: CryptoPort): Uint8Array {
  const size = BLOCK_SIZES[hash];
  const padded = new Uint8Array(size);
  padded.set(key.length > size ? crypto.digest(hash, key) : key);
  const inner = crypto.digest(hash, concatBytes([padded.map((byte) => byte ^ 0x36), message]));
  return crypto.digest(hash, concatBytes([padded.map((byte) => byte ^ 0x5c), inner]));
}
