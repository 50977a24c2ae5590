import type { HashName, SignatureScheme } from '../../base/env/crypto';
import { toBigInt } from '../bytes';
import { toOctets } from '../big';
import { DerReader } from '../der/reader';
import { TAG } from '../der/tags';
import { sequence, unsignedInteger } from '../der/writer';
import { PkiError } from '../error';
import { readRawPrivateKey } from './raw-private-key';
import { parsePublicKeyInfo } from '../key/public-key-info';
import type { Curve } from '../key/curves';

/** The part of WebCrypto that is used; `crypto.subtle` of a browser, of Node.js or of `@peculiar/webcrypto`. */
export interface Subtle {
  digest(hash: string, data: Uint8Array): Promise<ArrayBuffer>;
  importKey(format: 'spki' | 'pkcs8', key: Uint8Array, algorithm: object, extractable: boolean, usages: string[]): Promise<object>;
  sign(algorithm: object, key: object, data: Uint8Array): Promise<ArrayBuffer>;
  verify(algorithm: object, key: object, signature: Uint8Array, data: Uint8Array): Promise<boolean>;
}

/** Cryptography where nothing can be waited for at once: in a browser, and to check the others against. */
export interface AsyncCrypto {
  readonly name: string;
  supports(scheme: SignatureScheme): boolean;
  digest(hash: HashName, data: Uint8Array): Promise<Uint8Array>;
  verify(scheme: SignatureScheme, spki: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean>;
  sign(scheme: SignatureScheme, pkcs8: Uint8Array, message: Uint8Array): Promise<Uint8Array>;
}

const HASHES: readonly (HashName | undefined)[] = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512', undefined];
const SALT: Readonly<Partial<Record<HashName, number>>> = { 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 };

export function webCrypto(subtle: Subtle): AsyncCrypto {
  return {
    name: 'webcrypto',
    supports: ({ hash }) => HASHES.includes(hash),
    digest: async (hash, data) => new Uint8Array(await subtle.digest(hash, data)),
    verify: async (scheme, spki, message, signature) => {
      const curve = curveOf(spki);
      const raw = curve === undefined ? signature : fixedLength(signature, curve);
      if (raw === undefined) return false;
      const key = await subtle.importKey('spki', spki, algorithm(scheme, curve), true, ['verify']);
      return subtle.verify(algorithm(scheme, curve), key, raw, message);
    },
    sign: async (scheme, pkcs8, message) => {
      const curve = scheme.kind === 'ECDSA' ? curveOfPrivate(pkcs8) : undefined;
      const key = await subtle.importKey('pkcs8', pkcs8, algorithm(scheme, curve), true, ['sign']);
      const signature = new Uint8Array(await subtle.sign(algorithm(scheme, curve), key, message));
      return curve === undefined ? signature : asDer(signature, curve);
    },
  };
}

function algorithm({ kind, hash }: SignatureScheme, curve: Curve | undefined): object {
  if (kind === 'Ed25519') return { name: 'Ed25519' };
  if (kind === 'ECDSA') return { name: 'ECDSA', hash, namedCurve: curve?.name };
  if (kind === 'RSA') return { name: 'RSASSA-PKCS1-v1_5', hash };
  return { name: 'RSA-PSS', hash, saltLength: hash === undefined ? undefined : SALT[hash] };
}

function curveOf(spki: Uint8Array): Curve | undefined {
  const key = parsePublicKeyInfo(spki);
  return key?.kind === 'ECDSA' ? key.curve : undefined;
}

function curveOfPrivate(pkcs8: Uint8Array): Curve {
  const key = readRawPrivateKey(pkcs8);
  if (key.kind !== 'ECDSA') throw new PkiError('ECDSA asked of a key that is none');
  return key.curve;
}

// WebCrypto joins r and s, each as long as the order of the curve; X.509 has a SEQUENCE of both.
function fixedLength(signature: Uint8Array, { size }: Curve): Uint8Array | undefined {
  const fields = new DerReader(signature).read(TAG.sequence);
  const numbers = [fields?.bigInteger(), fields?.bigInteger()];
  const out = new Uint8Array(2 * size);
  for (const [i, number] of numbers.entries()) {
    if (number === undefined || number < 0n || number >= 1n << BigInt(8 * size)) return undefined;
    out.set(toOctets(number, size), i * size);
  }
  return out;
}

function asDer(signature: Uint8Array, { size }: Curve): Uint8Array {
  const [r, s] = [signature.subarray(0, size), signature.subarray(size)].map((part) => unsignedInteger(toOctets(toBigInt(part))));
  return sequence(...[r, s].filter((part) => part !== undefined));
}
