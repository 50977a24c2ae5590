import { inverse, toOctets } from '../big';
import { NULL, objectIdentifier, octetString, sequence, smallInteger, unsignedInteger } from '../der/writer';
import type { Curve } from './curves';
import { ECDSA_OID, ED25519_OID, RSA_OID } from './public-key';
import type { RsaNumbers } from './rsa-private-key';

/** PKCS #8 of an RSA key, with the numbers of the Chinese remainder theorem worked out anew. */
export function encodeRsaPkcs8(numbers: RsaNumbers): Uint8Array {
  return sequence(smallInteger(0), sequence(objectIdentifier(RSA_OID), NULL), octetString(encodePkcs1(numbers)));
}

/** RSAPrivateKey (RFC 8017 appendix A.1.2). */
export function encodePkcs1({ modulus, publicExponent, privateExponent, primes }: RsaNumbers): Uint8Array {
  const [p = 0n, q = 0n, ...others] = primes;
  const crt = [privateExponent % (p - 1n), privateExponent % (q - 1n), inverse(q, p) ?? 0n];
  const numbers = [modulus, publicExponent, privateExponent, p, q, ...crt];
  const version = smallInteger(others.length === 0 ? 0 : 1);
  return sequence(version, ...numbers.map(integer), ...additional(privateExponent, [p, q], others));
}

/** PKCS #8 of an ECDSA key, without the public key. */
export function encodeEcPkcs8(curve: Curve, scalar: Uint8Array): Uint8Array {
  const key = sequence(smallInteger(1), octetString(scalar));
  return sequence(smallInteger(0), sequence(objectIdentifier(ECDSA_OID), objectIdentifier(curve.oid)), octetString(key));
}

/** RFC 8410 section 7. */
export function encodeEd25519Pkcs8(seed: Uint8Array): Uint8Array {
  return sequence(smallInteger(0), sequence(objectIdentifier(ED25519_OID)), octetString(octetString(seed)));
}

function integer(value: bigint): Uint8Array {
  return unsignedInteger(toOctets(value));
}

function additional(d: bigint, first: readonly bigint[], others: readonly bigint[]): readonly Uint8Array[] {
  if (others.length === 0) return [];
  let product = first.reduce((a, b) => a * b, 1n);
  const infos = others.map((prime) => {
    const info = sequence(integer(prime), integer(d % (prime - 1n)), integer(inverse(product, prime) ?? 0n));
    product *= prime;
    return info;
  });
  return [sequence(...infos)];
}
