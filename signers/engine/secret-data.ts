import { latin1Bytes } from '../../base/latin1';
import type { Secret } from '../../kube/types/core';
import type { SecretContent } from '../../pki';

/** The bytes under a key; undefined when there is no such key, empty when it is empty. */
export function secretBytes(secret: Secret, key: string): Uint8Array | undefined {
  const data = secret.data ?? {};
  return Object.hasOwn(data, key) ? fromBase64(data[key] ?? '') : undefined;
}

export function secretText(secret: Secret, key: string): string | undefined {
  const bytes = secretBytes(secret, key);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

/** The parts of a Secret that a signing key pair consists of. */
export function secretContent(name: string, secret: Secret): SecretContent {
  const of = (key: string): Uint8Array | undefined => secretBytes(secret, key);
  return { name, data: { 'tls.key': of('tls.key'), 'tls.crt': of('tls.crt'), 'ca.crt': of('ca.crt') } };
}

export function fromBase64(text: string): Uint8Array {
  return latin1Bytes(atob(text));
}
