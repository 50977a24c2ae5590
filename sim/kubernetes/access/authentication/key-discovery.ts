import { encodeBase64Url } from '../../../../base/base64url';
import { parsePublicKeyInfo } from '../../../../pki';
import { fromHex } from '../../../../pki/bytes';
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
  const key = parsePublicKeyInfo(spki);
  if (key?.kind !== 'RSA')
    throw new Error(`the key ${id} is no RSA key, so ${algorithm} cannot be announced for it. Give it its own algorithm`);
  const [n, e] = [key.modulus, key.exponent].map((number) => encodeBase64Url(bigEndian(number)));
  return { use: 'sig', kty: 'RSA', kid: id, alg: algorithm, n, e };
}

function bigEndian(number: bigint): Uint8Array {
  const digits = number.toString(16);
  return fromHex(digits.length % 2 === 0 ? digits : `0${digits}`);
}
