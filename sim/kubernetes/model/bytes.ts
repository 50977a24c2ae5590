import { latin1Bytes, latin1Text } from '../../../base/latin1';

/** Bytes of a canonical tree: standard base64, absent for none. */
export function bytesOf(base64: string | undefined): Uint8Array {
  return latin1Bytes(atob(base64 ?? ''));
}

export function base64Of(bytes: Uint8Array): string {
  return btoa(latin1Text(bytes));
}

/** How many bytes a padded base64 text stands for. */
export function base64Length(base64: string): number {
  return (base64.length / 4) * 3 - (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0);
}
