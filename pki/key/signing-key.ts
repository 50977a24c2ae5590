import type { CryptoPort, KeySpec } from '../../base/env/crypto';
import type { RandomStream } from '../../base/env/ports';
import { PkiError } from '../error';
import { parsePublicKeyInfo } from './public-key-info';
import type { PublicKey } from './public-key';

/** A private key that can sign, and the public key that belongs to it. */
export interface SigningKey {
  /** PKCS #8 DER, as the crypto port takes it. */
  readonly pkcs8: Uint8Array;
  readonly publicKey: PublicKey;
}

/** A new key. Deterministic where the crypto port draws from the stream. */
export function generateSigningKey(spec: KeySpec, random: RandomStream, crypto: CryptoPort): SigningKey {
  const { pkcs8, spki } = crypto.generate(spec, random);
  const publicKey = parsePublicKeyInfo(spki);
  if (publicKey === undefined) throw new PkiError(`crypto port ${crypto.name} generated a key of an unknown algorithm`);
  return { pkcs8, publicKey };
}
