import { concatBytes } from '../../../base/bytes';

export { utf8 } from '../../../base/bytes';

const decoder = new TextDecoder();

export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** In Node.js through Buffer, which neither clears the memory first nor crosses into C++ for every part: three times as fast for a list. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  return typeof Buffer === 'undefined' ? concatBytes(parts) : Buffer.concat(parts);
}
