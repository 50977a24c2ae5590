const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Int16Array(256).fill(-1);
for (let i = 0; i < ALPHABET.length; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/** Standard base64 with padding; white space anywhere, superfluous bits in the last digit ignored. Undefined for anything else. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const digits = text.replace(/[ \t\r\n]/g, '');
  const padding = digits.endsWith('==') ? 2 : digits.endsWith('=') ? 1 : 0;
  if (digits.length % 4 !== 0) return undefined;
  const out = new Uint8Array((digits.length / 4) * 3);
  for (let from = 0, to = 0; from < digits.length; from += 4, to += 3) {
    const group = groupValue(digits, from, from + 4 === digits.length ? padding : 0);
    if (group < 0) return undefined;
    out[to] = group >> 16;
    out[to + 1] = (group >> 8) & 0xff;
    out[to + 2] = group & 0xff;
  }
  return out.subarray(0, out.length - padding);
}

// Four digits as 24 bits; negative when one of them is none.
function groupValue(digits: string, from: number, padding: number): number {
  let value = 0;
  for (let i = 0; i < 4; i++) {
    const digit = i >= 4 - padding ? 0 : (VALUES[digits.charCodeAt(from + i)] ?? -1);
    if (digit < 0) return -1;
    value = (value << 6) | digit;
  }
  return value;
}
