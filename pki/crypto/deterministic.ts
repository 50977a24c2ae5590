import type { CryptoPort, KeyPairDer, KeySpec } from '../../base/env/crypto';
import type { RandomStream } from '../../base/env/ports';
import { PkiError } from '../error';
import { rsaPublicKey } from '../key/public-key';
import { parsePkcs8PrivateKey } from '../key/private-key';
import { decodeBase64 } from '../pem/base64';
import { nobleCrypto } from './noble';
import pool from './data/rsa-pool.json';

/**
 * Cryptography that repeats itself: signatures and keys depend on nothing but their input and the stream. ECDSA and Ed25519 are signed by
 * `noble`; all else is left to `fast`, which is deterministic there anyway. RSA keys come from a pool that is public: they protect nothing.
 */
export function deterministicCrypto(fast: CryptoPort): CryptoPort {
  const noble = nobleCrypto();
  return {
    name: `deterministic ${fast.name}`,
    supports: (scheme) => scheme.kind !== 'RSA-PSS' && fast.supports(scheme),
    digest: (hash, data) => fast.digest(hash, data),
    verify: (scheme, spki, message, signature) => fast.verify(scheme, spki, message, signature),
    sign: (scheme, pkcs8, message) => (scheme.kind === 'ECDSA' ? noble : fast).sign(scheme, pkcs8, message),
    generate: (spec, random) => (spec.kind === 'RSA' ? pooledKey(spec, random) : noble.generate(spec, random)),
    publicKeyOf: (pkcs8) => fast.publicKeyOf(pkcs8),
    encrypt: (data, by) => fast.encrypt(data, by),
  };
}

// Keys of the pool by size, PKCS #8 in base64.
const POOL: ReadonlyMap<number, readonly string[]> = new Map(
  Object.entries(pool as Readonly<Record<string, readonly string[]>>).map(([bits, keys]) => [Number(bits), keys]),
);

function pooledKey({ bits }: Extract<KeySpec, { kind: 'RSA' }>, random: RandomStream): KeyPairDer {
  const keys = POOL.get(bits) ?? [];
  const pkcs8 = decodeBase64(keys[random.integer(Math.max(1, keys.length))] ?? '');
  if (pkcs8 === undefined || pkcs8.length === 0) {
    throw new PkiError(`no RSA key of ${bits} bits in the pool: use one of ${[...POOL.keys()].join(', ')} bits`);
  }
  const key = parsePkcs8PrivateKey(pkcs8, nobleCrypto());
  if (key?.publicKey.kind !== 'RSA') throw new PkiError(`the pool's key of ${bits} bits is no RSA key`);
  return { pkcs8, spki: rsaPublicKey(key.publicKey.modulus, key.publicKey.exponent).spki };
}
