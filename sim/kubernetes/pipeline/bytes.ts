const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** In Node.js through Buffer, which neither clears the memory first nor crosses into C++ for every part: three times as fast for a list. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  if (typeof Buffer !== 'undefined') return Buffer.concat(parts);
  let length = 0;
  for (const part of parts) length += part.length;
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
