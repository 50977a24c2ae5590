import { encodeBase64Url } from '../../../../base/base64url';
import type { JwtPublicKey } from './jwt';

/** A document that says how to check a server's tokens, with the headers it is served with. */
export interface KeyDocument {
  readonly path: string;
  readonly contentType: string;
  readonly cacheControl: string;
  readonly body: string;
}

const KEYS_PATH = '/openid/v1/jwks';
const CACHE_CONTROL = 'public, max-age=3600';

/** OpenID Connect Discovery 1.0, section 3, and the key set it points to (RFC 7517). `address` is host and port of the server. */
export function keyDiscovery(issuer: string, address: string, keys: readonly JwtPublicKey[]): readonly KeyDocument[] {
  const configuration = {
    issuer,
    jwks_uri: `https://${address}${KEYS_PATH}`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [...new Set(keys.map((key) => key.algorithm))].sort(),
  };
  const set = { keys: keys.map(toJwk) };
  return [
    documentOf('/.well-known/openid-configuration', 'application/json', configuration),
    documentOf(KEYS_PATH, 'application/jwk-set+json', set),
  ];
}

function documentOf(path: string, contentType: string, body: object): KeyDocument {
  return { path, contentType, cacheControl: CACHE_CONTROL, body: JSON.stringify(body) };
}

function toJwk({ algorithm, id, spki }: JwtPublicKey): object {
  if (algorithm === 'ES256') {
    // The point stands at the end: x and y of 32 bytes each.
    const [x, y] = [spki.subarray(-64, -32), spki.subarray(-32)].map(encodeBase64Url);
    return { use: 'sig', kty: 'EC', kid: id, crv: 'P-256', alg: algorithm, x, y };
  }
  const [n, e] = rsaNumbers(spki).map(encodeBase64Url);
  return { use: 'sig', kty: 'RSA', kid: id, alg: algorithm, n, e };
}

/** SEQUENCE { algorithm, BIT STRING { SEQUENCE { INTEGER n, INTEGER e } } } (RFC 8017, A.1.1), without the leading zero of positive numbers. */
function rsaNumbers(spki: Uint8Array): Uint8Array[] {
  const [, bits = spki] = members(spki);
  return members(contentOf(bits).subarray(1)).map((integer) => withoutZero(contentOf(integer)));
}

function members(sequence: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let rest = contentOf(sequence); rest.length > 1;) {
    const { start, length } = header(rest);
    found.push(rest.subarray(0, start + length));
    rest = rest.subarray(start + length);
  }
  return found;
}

function contentOf(element: Uint8Array): Uint8Array {
  const { start, length } = header(element);
  return element.subarray(start, start + length);
}

/** Where the content of a DER element begins and how long it is. */
function header(element: Uint8Array): { start: number; length: number } {
  const first = element[1] ?? 0;
  if (first < 0x80) return { start: 2, length: first };
  const start = 2 + (first & 0x7f);
  return { start, length: element.subarray(2, start).reduce((sum, byte) => sum * 256 + byte, 0) };
}

function withoutZero(digits: Uint8Array): Uint8Array {
  return digits[0] === 0 ? digits.subarray(1) : digits;
}
