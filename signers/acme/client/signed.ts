import { encodeBase64Url } from '../../../base/base64url';
import type { CryptoPort } from '../../../base/env/crypto';
import { jsonString } from '../../../base/go';
import { hmac, jwsAlgorithm, signForJws, toJwk, type SigningKey } from '../../../pki';

/** RFC 8555 section 7.3.4. */
export interface Binding {
  readonly keyId: string;
  readonly macKey: Uint8Array;
}

export interface Signing {
  readonly key: SigningKey;
  readonly crypto: CryptoPort;
  /** Signs with the key itself in the header when empty. */
  readonly keyId: string;
  readonly nonce: string;
  readonly url: string;
}

/** A flattened JWS as golang.org/x/crypto/acme writes it, byte for byte but for the signature. `payload` is empty for a POST-as-GET. */
export function signedBody(payload: string, { key, crypto, keyId, nonce, url }: Signing): string {
  const who = keyId === '' ? `"jwk":${jwkText(key)}` : `"kid":${jsonString(keyId)}`;
  const header = `{"alg":"${jwsAlgorithm(key.publicKey) ?? ''}",${who},"nonce":${jsonString(nonce)},"url":${jsonString(url)}}`;
  return flattened(header, payload, (input) => signForJws(key, input, crypto));
}

/** The JWS inside newAccount that binds the account to one that was agreed on elsewhere. */
export function bindingBody({ keyId, macKey }: Binding, { key, crypto, url }: Pick<Signing, 'key' | 'crypto' | 'url'>): string {
  const header = `{"alg":"HS256","kid":${jsonString(keyId)},"url":${jsonString(url)}}`;
  return flattened(header, jwkText(key), (input) => hmac('SHA-256', macKey, input, crypto));
}

function jwkText({ publicKey }: SigningKey): string {
  return JSON.stringify(toJwk(publicKey));
}

function flattened(header: string, payload: string, sign: (input: Uint8Array) => Uint8Array): string {
  const [first, second] = [base64Url(header), base64Url(payload)];
  const signature = encodeBase64Url(sign(new TextEncoder().encode(`${first}.${second}`)));
  return `{"protected":"${first}","payload":"${second}","signature":"${signature}"}`;
}

function base64Url(text: string): string {
  return text === '' ? '' : encodeBase64Url(new TextEncoder().encode(text));
}
