const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const REPLACEMENT = '\ufffd';

/** Bytes as Go's encoding/json reads them: every byte that is no UTF-8 becomes U+FFFD, where other decoders join a few into one. */
export function goUtf8(bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  return text.includes(REPLACEMENT) ? byteWise(bytes) : text;
}

function byteWise(bytes: Uint8Array): string {
  let out = '';
  let valid = 0; // start of the valid stretch
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      out += decoder.decode(bytes.subarray(valid, at)) + REPLACEMENT;
      valid = at + 1;
    }
    at += length || 1;
  }
  return out + decoder.decode(bytes.subarray(valid));
}

/** Length of the valid sequence at `at`, 0 when there is none (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  const second = bytes[at + 1] ?? 0;
  const [low, high] = secondRange(first);
  if (length === 0 || second < low || second > high) return 0;
  for (let i = 2; i < length; i++) {
    if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}

function secondRange(first: number): [low: number, high: number] {
  if (first === 0xe0) return [0xa0, 0xbf];
  if (first === 0xed) return [0x80, 0x9f];
  if (first === 0xf0) return [0x90, 0xbf];
  if (first === 0xf4) return [0x80, 0x8f];
  return [0x80, 0xbf];
}
