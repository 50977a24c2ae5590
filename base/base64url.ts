import { latin1Bytes, latin1Text } from './latin1';

/** Base64 with `-` and `_` and without padding, as JWTs and JWKs carry it. */
export function encodeBase64Url(bytes: Uint8Array): string {
  return btoa(latin1Text(bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Undefined for anything else, padding included. */
export function decodeBase64Url(text: string): Uint8Array | undefined {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined;
  return latin1Bytes(atob(text.replaceAll('-', '+').replaceAll('_', '/')));
}
