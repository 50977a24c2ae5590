const encoded = new Map<string, Uint8Array>();
const CACHE_LIMIT = 512;

/** Content octets of a dotted identifier. */
export function encodeOid(oid: string): Uint8Array {
  const known = encoded.get(oid);
  if (known !== undefined) return known;
  const [first = 0, second = 0, ...rest] = oid.split('.').map(Number);
  const out: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) out.push(...base128(arc));
  const bytes = Uint8Array.from(out);
  if (encoded.size < CACHE_LIMIT) encoded.set(oid, bytes);
  return bytes;
}

function base128(arc: number): number[] {
  const digits = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift((rest % 128) | 0x80);
  return digits;
}

/** The dotted form of arcs as they are encoded: the first holds two. */
export function dotted(arcs: readonly number[]): string {
  const [first = 0, ...rest] = arcs;
  const head = first < 80 ? [Math.floor(first / 40), first % 40] : [2, first - 80];
  return [...head, ...rest].join('.');
}
