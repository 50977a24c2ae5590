/** Bytes of a canonical tree: standard base64, absent for none. */
export function bytesOf(base64: string | undefined): Uint8Array {
  return Uint8Array.from(atob(base64 ?? ''), (char) => char.charCodeAt(0));
}

export function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** How many bytes a padded base64 text stands for. */
export function base64Length(base64: string): number {
  return (base64.length / 4) * 3 - (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0);
}
