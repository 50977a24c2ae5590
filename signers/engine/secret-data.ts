import type { Secret } from '../../kube/types/core';

/** The bytes under a key; undefined when there is no such key, empty when it is empty. */
export function secretBytes(secret: Secret, key: string): Uint8Array | undefined {
  const data = secret.data ?? {};
  if (!Object.hasOwn(data, key)) return undefined;
  return fromBase64(data[key] ?? '');
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

export function secretText(secret: Secret, key: string): string | undefined {
  const bytes = secretBytes(secret, key);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}
