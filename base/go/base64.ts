import { latin1Bytes, latin1Text } from '../latin1';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES: ReadonlyMap<string, number> = new Map(Array.from(ALPHABET, (char, value) => [char, value]));

/** What an encoder would have written: nothing to check or to clean. */
const CANONICAL = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/;

/** Whether base64.StdEncoding would write exactly this. */
export function isCanonicalBase64(text: string): boolean {
  return CANONICAL.test(text);
}

/**
 * base64.StdEncoding.DecodeString: padding is due, CR and LF are skipped, trailing bits do not matter.
 * The error is Go's: `illegal base64 data at input byte 4`.
 */
export function decodeBase64(text: string): { readonly bytes: Uint8Array } | { readonly error: string } {
  const out: number[] = [];
  if (CANONICAL.test(text)) return { bytes: latin1Bytes(atob(text)) };
  let at = 0;
  for (;;) {
    const quantum: number[] = [];
    while (quantum.length < 4) {
      const char = text[at];
      if (char === undefined) {
        if (quantum.length > 0) return illegal(at - quantum.length);
        return { bytes: Uint8Array.from(out) };
      }
      at++;
      if (char === '\r' || char === '\n') continue;
      if (char === '=') return padding(text, { at, quantum, out });
      const value = VALUES.get(char);
      if (value === undefined) return illegal(at - 1);
      quantum.push(value);
    }
    push(out, quantum);
  }
}

export function encodeBase64(bytes: Uint8Array): string {
  return btoa(latin1Text(bytes));
}

interface Tail {
  /** Behind the first `=`. */
  readonly at: number;
  readonly quantum: readonly number[];
  readonly out: number[];
}

function padding(text: string, { at, quantum, out }: Tail): ReturnType<typeof decodeBase64> {
  const skip = (from: number): number => {
    let to = from;
    while (text[to] === '\n' || text[to] === '\r') to++;
    return to;
  };
  if (quantum.length < 2) return illegal(at - 1);
  let end = at;
  if (quantum.length === 2) {
    end = skip(end);
    if (end === text.length) return illegal(text.length);
    if (text[end] !== '=') return illegal(end - 1);
    end++;
  }
  end = skip(end);
  push(out, quantum);
  return end < text.length ? illegal(end) : { bytes: Uint8Array.from(out) };
}

function push(out: number[], [a = 0, b = 0, c, d]: readonly number[]): void {
  out.push((a << 2) | (b >> 4));
  if (c !== undefined) out.push(((b & 15) << 4) | (c >> 2));
  if (c !== undefined && d !== undefined) out.push(((c & 3) << 6) | d);
}

function illegal(at: number): { readonly error: string } {
  return { error: `illegal base64 data at input byte ${at}` };
}
