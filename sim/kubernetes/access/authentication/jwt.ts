import { decodeBase64Url, encodeBase64Url } from '../../../../base/base64url';
import type { CryptoPort, SignatureScheme } from '../../../../base/env/crypto';
import { goJson } from '../../../../base/go';
import { isObject, type JsonObject } from '../../../../kube/json';
import { ecdsaToDer, ecdsaToRaw } from './ecdsa-signature';

/** RS256 for RSA keys, ES256 for P-256. */
export type JwtAlgorithm = 'RS256' | 'ES256';

/** DER. `id` is the `kid` that names the key. */
export interface JwtPublicKey {
  readonly algorithm: JwtAlgorithm;
  readonly id: string;
  readonly spki: Uint8Array;
}

export interface JwtSigningKey extends JwtPublicKey {
  readonly pkcs8: Uint8Array;
}

/** A compact token taken apart, its signature unchecked. */
export interface ParsedJwt {
  readonly algorithm: string;
  readonly keyId: string;
  readonly claims: JsonObject;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

const SCHEMES: Readonly<Record<JwtAlgorithm, SignatureScheme>> = {
  RS256: { kind: 'RSA', hash: 'SHA-256' },
  ES256: { kind: 'ECDSA', hash: 'SHA-256' },
};

/** Bytes of r and of s for P-256 (RFC 7518, 3.4). */
const P256_HALF = 32;

export function signJwt(crypto: CryptoPort, key: JwtSigningKey, claims: object): string {
  const body = [{ alg: key.algorithm, kid: key.id }, claims].map((part) => encodeBase64Url(utf8(goJson(part)))).join('.');
  const signature = crypto.sign(SCHEMES[key.algorithm], key.pkcs8, utf8(body));
  return `${body}.${encodeBase64Url(key.algorithm === 'ES256' ? ecdsaToRaw(signature, P256_HALF) : signature)}`;
}

/** Undefined for what is no signed token in compact form. */
export function parseJwt(token: string): ParsedJwt | undefined {
  const parts = token.split('.');
  const [head, body, signature] = parts.map(decodeBase64Url);
  if (parts.length !== 3 || head === undefined || body === undefined || signature === undefined) return undefined;
  const [header, claims] = [parseJson(head), parseJson(body)];
  if (!isObject(header) || !isObject(claims) || typeof header.alg !== 'string') return undefined;
  const keyId = typeof header.kid === 'string' ? header.kid : '';
  return { algorithm: header.alg, keyId, claims, signed: utf8(token.slice(0, token.lastIndexOf('.'))), signature };
}

export function verifyJwt(crypto: CryptoPort, key: JwtPublicKey, jwt: ParsedJwt): boolean {
  if (jwt.algorithm !== key.algorithm) return false;
  const signature = key.algorithm === 'ES256' ? ecdsaToDer(jwt.signature, P256_HALF) : jwt.signature;
  return signature !== undefined && crypto.verify(SCHEMES[key.algorithm], key.spki, jwt.signed, signature);
}

/** SHA-256 of the public key: how the service-account issuer names its keys. */
export function keyIdOf(crypto: CryptoPort, spki: Uint8Array): string {
  return encodeBase64Url(crypto.digest('SHA-256', spki));
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
