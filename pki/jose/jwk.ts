import type { CryptoPort } from '../../base/env/crypto';
import { decodeBase64Url, encodeBase64Url } from '../../base/base64url';
import { toOctets } from '../big';
import { concatBytes, toBigInt, utf8 } from '../bytes';
import { PkiError } from '../error';
import { checkUncompressedPoint, curveByName, type CurveName } from '../key/curves';
import { ecdsaPublicKey, ed25519PublicKey, rsaPublicKey, type PublicKey } from '../key/public-key';

/** The required members of a public JSON Web Key (RFC 7517, RFC 8037), sorted by name. */
export type Jwk = Readonly<Record<string, string>>;

const UNCOMPRESSED = Uint8Array.of(4);
const ED25519_SIZE = 32;

/** Throws PkiError for a kind of key that has no JWK. */
export function toJwk(key: PublicKey): Jwk {
  switch (key.kind) {
    case 'RSA':
      return { e: encodeBase64Url(toOctets(key.exponent)), kty: 'RSA', n: encodeBase64Url(toOctets(key.modulus)) };
    case 'ECDSA': {
      const point = key.subjectPublicKey.subarray(1);
      const [x, y] = [point.subarray(0, key.curve.size), point.subarray(key.curve.size)];
      return { crv: key.curve.name, kty: 'EC', x: encodeBase64Url(x), y: encodeBase64Url(y) };
    }
    case 'Ed25519':
      return { crv: 'Ed25519', kty: 'OKP', x: encodeBase64Url(key.subjectPublicKey) };
    case 'DSA':
      throw new PkiError('a DSA key has no JSON Web Key');
  }
}

/** Members beyond the required ones are passed over. Throws PkiError when the key is none. */
export function fromJwk(jwk: Readonly<Record<string, unknown>>): PublicKey {
  if (jwk.kty === 'RSA') return rsaPublicKey(toBigInt(octets(jwk, 'n')), toBigInt(octets(jwk, 'e')));
  if (jwk.kty === 'EC') return ecKey(jwk);
  if (jwk.kty === 'OKP' && jwk.crv === 'Ed25519') return ed25519PublicKey(octets(jwk, 'x', ED25519_SIZE));
  throw new PkiError(`unknown JSON Web Key: kty ${String(jwk.kty)}, crv ${String(jwk.crv)}`);
}

/** RFC 7638, SHA-256, in base64url. */
export function jwkThumbprint(jwk: Jwk, crypto: CryptoPort): string {
  return encodeBase64Url(crypto.digest('SHA-256', utf8(JSON.stringify(jwk))));
}

function ecKey(jwk: Readonly<Record<string, unknown>>): PublicKey {
  const name = jwk.crv;
  if (!isCurve(name)) throw new PkiError(`unknown curve in a JSON Web Key: ${String(name)}`);
  const curve = curveByName(name);
  const point = concatBytes([UNCOMPRESSED, octets(jwk, 'x', curve.size), octets(jwk, 'y', curve.size)]);
  checkUncompressedPoint(curve, point);
  return ecdsaPublicKey(curve, point);
}

function isCurve(name: unknown): name is Exclude<CurveName, 'P-224'> {
  return name === 'P-256' || name === 'P-384' || name === 'P-521';
}

function octets(jwk: Readonly<Record<string, unknown>>, member: string, size?: number): Uint8Array {
  const text = jwk[member];
  const bytes = typeof text === 'string' ? decodeBase64Url(text) : undefined;
  if (bytes === undefined || bytes.length === 0) throw new PkiError(`member ${member} of a JSON Web Key is no base64url`);
  if (size !== undefined && bytes.length !== size) {
    throw new PkiError(`member ${member} of a JSON Web Key has ${bytes.length} bytes and should have ${size}`);
  }
  return bytes;
}
