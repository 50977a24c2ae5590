import { decodeBase64Url, encodeBase64Url } from '../../../base/base64url';
import type { CryptoPort } from '../../../base/env/crypto';
import { isObject } from '../../../kube/json';
import { fromJwk, jwsAlgorithm, JWS_ALGORITHMS, jwkThumbprint, toJwk, verifyForJws, type Jwk, type PublicKey } from '../../../pki';
import { AcmeProblem } from './problem';

/** A flattened JWS (RFC 8555 section 6.2), taken apart and not yet verified. */
export interface Jws {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Uint8Array;
  /** What is signed. */
  readonly input: Uint8Array;
  readonly signature: Uint8Array;
}

export interface JwsKey {
  readonly jwk: Jwk;
  readonly key: PublicKey;
  readonly thumbprint: string;
}

// RFC 8555 section 11.1; smaller account keys are not worth their signatures.
const LEAST_RSA_BITS = 2048;

/** Throws malformed for everything but the flattened serialisation with nothing unprotected. */
export function parseJws(value: unknown): Jws {
  if (!isObject(value)) throw malformed('Parse error reading JWS: not a JSON object');
  if ('header' in value) throw malformed('JWS "header" field not allowed. All headers must be in "protected" field');
  if ('signatures' in value) throw malformed('JWS "signatures" field not allowed. Only the "signature" field should contain a signature');
  const [header, payload, signature] = [part(value, 'protected'), part(value, 'payload'), part(value, 'signature')];
  const parsed = parseHeader(header);
  if ('b64' in parsed || 'crit' in parsed) throw malformed('JWS "b64" and "crit" header parameters are not supported');
  const input = new TextEncoder().encode(`${encodeBase64Url(header)}.${encodeBase64Url(payload)}`);
  return { header: parsed, payload, input, signature };
}

/** Throws badPublicKey for a key that no account may have. */
export function readJwk(value: unknown, crypto: CryptoPort): JwsKey {
  try {
    const key = fromJwk(isObject(value) ? value : {});
    if (key.kind === 'RSA' && key.bits < LEAST_RSA_BITS)
      throw new Error(`key too small: ${key.bits} bits, and ${LEAST_RSA_BITS} are needed`);
    const jwk = toJwk(key);
    return { jwk, key, thumbprint: jwkThumbprint(jwk, crypto) };
  } catch (error) {
    throw new AcmeProblem('badPublicKey', error instanceof Error ? error.message : String(error));
  }
}

/** Throws badSignatureAlgorithm when the header names another algorithm than the key's, malformed when the signature does not hold. */
export function verifyJws({ header, input, signature }: Jws, key: PublicKey, crypto: CryptoPort): void {
  const expected = jwsAlgorithm(key);
  if (header.alg !== expected || expected === undefined) {
    const detail = `signature type '${String(header.alg)}' in JWS header is not supported, expected one of ${JWS_ALGORITHMS.join(', ')}, fitting the key`;
    throw new AcmeProblem('badSignatureAlgorithm', detail, { members: { algorithms: JWS_ALGORITHMS } });
  }
  if (!verifyForJws(key, input, signature, crypto)) {
    throw malformed('JWS verification error: error in cryptographic primitive');
  }
}

/** The payload as a JSON object; throws malformed when it is none. */
export function payloadObject(payload: Uint8Array): Readonly<Record<string, unknown>> {
  const value = parsed(payload);
  if (!isObject(value)) throw malformed('Error unmarshaling body JSON: the payload is no JSON object');
  return value;
}

function parseHeader(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const value = parsed(bytes);
  if (!isObject(value)) throw malformed('Parse error reading JWS: the protected header is no JSON object');
  return value;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

function part(value: Readonly<Record<string, unknown>>, member: string): Uint8Array {
  const text = value[member];
  if (typeof text !== 'string') throw malformed(`Parse error reading JWS: member "${member}" is missing or no string`);
  const bytes = decodeBase64Url(text);
  if (bytes === undefined) throw malformed(`Parse error reading JWS: member "${member}" is no base64url without padding`);
  return bytes;
}

export function malformed(detail: string, status = 400): AcmeProblem {
  return new AcmeProblem('malformed', detail, { status });
}
