import type { CryptoPort, HashName, KeyPairDer, KeySpec, SignatureScheme } from '../../base/env/crypto';
import type { RandomStream } from '../../base/env/ports';
import { ed25519 } from '@noble/curves/ed25519';
import { md5, sha1 } from '@noble/hashes/legacy';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2';
import { toOctets } from '../big';
import { toBigInt } from '../bytes';
import { PkiError } from '../error';
import { curveByName, type Curve } from '../key/curves';
import { encodeEcPkcs8, encodeEd25519Pkcs8 } from '../key/encode-private-key';
import { ecdsaPublicKey, ed25519PublicKey, type EcdsaPublicKey, type Ed25519PublicKey } from '../key/public-key';
import { parsePublicKeyInfo } from '../key/public-key-info';
import { ecdsaOf } from './noble-ecdsa';
import { readRawPrivateKey } from './raw-private-key';

const HASHES: Readonly<Record<HashName, (data: Uint8Array) => Uint8Array>> = {
  MD5: md5,
  'SHA-1': sha1,
  'SHA-224': sha224,
  'SHA-256': sha256,
  'SHA-384': sha384,
  'SHA-512': sha512,
};

const SEED_OCTETS = 32;
// Enough more than a scalar that its remainder is as good as uniform (FIPS 186-5 appendix A.2.1).
const SURPLUS_OCTETS = 8;

/** Cryptography in plain JavaScript: the same key and message give the same signature (RFC 6979), the same stream the same key. No RSA. */
export function nobleCrypto(): CryptoPort {
  return {
    name: 'noble',
    supports: ({ kind }) => kind === 'ECDSA' || kind === 'Ed25519',
    digest: (hash, data) => HASHES[hash](data),
    verify,
    sign,
    generate,
    publicKeyOf: (pkcs8) => publicKeyOf(pkcs8).spki,
    encrypt: () => {
      throw unsupported('AES');
    },
  };
}

function verify(scheme: SignatureScheme, spki: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const key = parsePublicKeyInfo(spki);
  try {
    if (key?.kind === 'Ed25519') return ed25519.verify(signature, message, key.subjectPublicKey, { zip215: false });
    if (key?.kind !== 'ECDSA') throw unsupported(key?.kind ?? 'unknown');
    const options = { prehash: false, lowS: false, format: 'der' } as const;
    return ecdsaOf(key.curve.name, hashOf(scheme)).verify(signature, hashed(scheme, message), key.subjectPublicKey, options);
  } catch (error) {
    if (error instanceof PkiError) throw error;
    return false;
  }
}

function sign(scheme: SignatureScheme, pkcs8: Uint8Array, message: Uint8Array): Uint8Array {
  const key = readRawPrivateKey(pkcs8);
  if (key.kind === 'Ed25519') return ed25519.sign(message, key.seed);
  const ecdsa = ecdsaOf(key.curve.name, hashOf(scheme));
  return ecdsa.sign(hashed(scheme, message), key.scalar, { prehash: false, lowS: false }).toBytes('der');
}

function generate(spec: KeySpec, random: RandomStream): KeyPairDer {
  const pkcs8 = spec.kind === 'Ed25519' ? encodeEd25519Pkcs8(random.bytes(SEED_OCTETS)) : generateScalar(spec, random);
  return { pkcs8, spki: publicKeyOf(pkcs8).spki };
}

function generateScalar(spec: Exclude<KeySpec, { kind: 'Ed25519' }>, random: RandomStream): Uint8Array {
  if (spec.kind === 'RSA') throw unsupported('RSA');
  const curve = curveByName(spec.curve);
  return encodeEcPkcs8(curve, toOctets(scalarFrom(random, curve), curve.size));
}

function scalarFrom(random: RandomStream, { n, size }: Curve): bigint {
  return (toBigInt(random.bytes(size + SURPLUS_OCTETS)) % (n - 1n)) + 1n;
}

function publicKeyOf(pkcs8: Uint8Array): EcdsaPublicKey | Ed25519PublicKey {
  const key = readRawPrivateKey(pkcs8);
  if (key.kind === 'Ed25519') return ed25519PublicKey(ed25519.getPublicKey(key.seed));
  return ecdsaPublicKey(key.curve, ecdsaOf(key.curve.name, 'SHA-256').getPublicKey(key.scalar, false));
}

function hashOf(scheme: SignatureScheme): HashName {
  if (scheme.hash === undefined) throw unsupported(`${scheme.kind} without a hash`);
  return scheme.hash;
}

function hashed(scheme: SignatureScheme, message: Uint8Array): Uint8Array {
  return HASHES[hashOf(scheme)](message);
}

function unsupported(what: string): PkiError {
  return new PkiError(`the noble back end does no ${what}: use the node back end for it`);
}
