import { ecdsa, weierstrassN, type ECDSA } from '@noble/curves/abstract/weierstrass';
import { p256, p384, p521 } from '@noble/curves/nist';
import { sha1 } from '@noble/hashes/legacy';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2';
import type { HashName } from '../../base/env/crypto';
import { PkiError } from '../error';
import { curveByName, type CurveName } from '../key/curves';

const P224 = curveByName('P-224');

// The library knows the larger ones only.
const p224Point = weierstrassN({
  p: P224.p,
  n: P224.n,
  h: 1n,
  a: P224.p - 3n,
  b: P224.b,
  Gx: 0xb70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21n,
  Gy: 0xbd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34n,
});

const POINTS = { 'P-224': p224Point, 'P-256': p256.Point, 'P-384': p384.Point, 'P-521': p521.Point } as const;

const HASHES = { 'SHA-1': sha1, 'SHA-224': sha224, 'SHA-256': sha256, 'SHA-384': sha384, 'SHA-512': sha512 } as const;

const made = new Map<string, ECDSA>();

/** ECDSA whose nonces come from the hash that is signed (RFC 6979 section 3.2). */
export function ecdsaOf(curve: CurveName, hash: HashName): ECDSA {
  if (hash === 'MD5') throw new PkiError('ECDSA is not done with MD5');
  const id = `${curve} ${hash}`;
  const known = made.get(id);
  if (known !== undefined) return known;
  const fresh = ecdsa(POINTS[curve], HASHES[hash], { lowS: false });
  made.set(id, fresh);
  return fresh;
}
