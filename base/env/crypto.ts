import type { RandomStream } from './ports';

export type HashName = 'MD5' | 'SHA-1' | 'SHA-224' | 'SHA-256' | 'SHA-384' | 'SHA-512';

/** `RSA` is PKCS #1 v1.5; an Ed25519 signature hashes by itself. */
export interface SignatureScheme {
  readonly kind: 'RSA' | 'RSA-PSS' | 'ECDSA' | 'Ed25519';
  readonly hash?: HashName;
}

export type KeySpec =
  | { readonly kind: 'RSA'; readonly bits: number }
  | { readonly kind: 'ECDSA'; readonly curve: 'P-224' | 'P-256' | 'P-384' | 'P-521' }
  | { readonly kind: 'Ed25519' };

/** DER: PKCS #8 and SubjectPublicKeyInfo. */
export interface KeyPairDer {
  readonly pkcs8: Uint8Array;
  readonly spki: Uint8Array;
}

/** AES-256-CBC under a key of PBKDF2 with HMAC-SHA-256 (RFC 8018). */
export interface PasswordEncryption {
  readonly password: string;
  readonly salt: Uint8Array;
  readonly iterations: number;
  /** 16 bytes. */
  readonly iv: Uint8Array;
}

/**
 * Synchronous cryptography. ECDSA signatures are DER (SEQUENCE of r and s), as in X.509. Keys are passed as DER; a back end caches
 * what it imports, since importing a key costs more than using it.
 */
export interface CryptoPort {
  readonly name: string;
  /** Whether this back end can do it; asking for what it cannot do throws. */
  supports(scheme: SignatureScheme): boolean;
  digest(hash: HashName, data: Uint8Array): Uint8Array;
  verify(scheme: SignatureScheme, spki: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  sign(scheme: SignatureScheme, pkcs8: Uint8Array, message: Uint8Array): Uint8Array;
  generate(spec: KeySpec, random: RandomStream): KeyPairDer;
  /** SubjectPublicKeyInfo of a private key, whether or not its DER holds the public one. */
  publicKeyOf(pkcs8: Uint8Array): Uint8Array;
  /** What a private key that a password protects has inside. */
  encrypt(data: Uint8Array, by: PasswordEncryption): Uint8Array;
}
