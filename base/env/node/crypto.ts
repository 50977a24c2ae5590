import {
  createCipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  pbkdf2Sync,
  sign,
  verify,
  constants,
  type KeyObject,
} from 'node:crypto';
import type { CryptoPort, HashName, KeyPairDer, KeySpec, PasswordEncryption, SignatureScheme } from '../crypto';
import { ImportCache } from './import-cache';
import { importPublicKey } from './import-public-key';
import { VerdictCache } from './verdict-cache';

const HASHES: Readonly<Record<HashName, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-224': 'sha224',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

const CURVES = { 'P-224': 'secp224r1', 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' } as const;

/** Cryptography of the process's OpenSSL. Keys come from its own entropy: `generate` ignores the stream it is handed. */
export function nodeCrypto(): CryptoPort {
  const publicKeys = new ImportCache((spki) => importPublicKey(toBuffer(spki)));
  const privateKeys = new ImportCache((pkcs8) => createPrivateKey({ key: toBuffer(pkcs8), format: 'der', type: 'pkcs8' }));
  const verdicts = new VerdictCache(({ scheme, spki, message, signature }) => verifies(scheme, publicKeys.get(spki), message, signature));
  return {
    name: 'node',
    supports: () => true,
    digest: (hash, data) => createHash(HASHES[hash]).update(data).digest(),
    verify: (scheme, spki, message, signature) => verdicts.verdict({ scheme, spki, message, signature }),
    sign: (scheme, pkcs8, message) => sign(hashOf(scheme), message, withPadding(scheme, privateKeys.get(pkcs8))),
    generate,
    publicKeyOf: (pkcs8) => createPublicKey(privateKeys.get(pkcs8)).export({ format: 'der', type: 'spki' }),
    encrypt,
  };
}

const KEY_OCTETS = 32;

function encrypt(data: Uint8Array, { password, salt, iterations, iv }: PasswordEncryption): Uint8Array {
  const cipher = createCipheriv('aes-256-cbc', pbkdf2Sync(password, salt, iterations, KEY_OCTETS, 'sha256'), iv);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

// OpenSSL throws where a signature cannot even be tried, such as a key it thinks too large: that is not a verified signature.
function verifies(scheme: SignatureScheme, key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify(hashOf(scheme), message, withPadding(scheme, key), signature);
  } catch {
    return false;
  }
}

function hashOf(scheme: SignatureScheme): string | null {
  return scheme.hash === undefined ? null : HASHES[scheme.hash];
}

// The salt is as long as the hash: the only form X.509 in Go knows.
function withPadding(scheme: SignatureScheme, key: KeyObject): KeyObject | { key: KeyObject; padding: number; saltLength: number } {
  if (scheme.kind !== 'RSA-PSS') return key;
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
}

function generate(spec: KeySpec): KeyPairDer {
  const { privateKey, publicKey } = generatePair(spec);
  return {
    pkcs8: privateKey.export({ format: 'der', type: 'pkcs8' }),
    spki: publicKey.export({ format: 'der', type: 'spki' }),
  };
}

function generatePair(spec: KeySpec): { publicKey: KeyObject; privateKey: KeyObject } {
  if (spec.kind === 'RSA') return generateKeyPairSync('rsa', { modulusLength: spec.bits });
  if (spec.kind === 'ECDSA') return generateKeyPairSync('ec', { namedCurve: CURVES[spec.curve] });
  return generateKeyPairSync('ed25519');
}
