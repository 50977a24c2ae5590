import type { Random, RandomStream } from './ports';

const BLOCK = 64;
const ROUNDS = 8;

/**
 * Repeatable randomness. Every (label, key) is a ChaCha key of its own whose blocks are counted, so draws of one purpose never move
 * another's. Asking for the same stream again continues it.
 */
export function seededRandom(seed: number | string): Random {
  const streams = new Map<string, RandomStream>();
  return {
    stream(label, key = '') {
      const name = `${label}\u0000${key}`;
      const known = streams.get(name);
      if (known !== undefined) return known;
      const created = chachaStream(keyOf(`${seed}\u0000${name}`));
      streams.set(name, created);
      return created;
    },
  };
}

function chachaStream(key: Uint32Array): RandomStream {
  let counter = 0;
  let block = new Uint8Array(0);
  let used = 0;
  const bytes = (length: number): Uint8Array => {
    const out = new Uint8Array(length);
    for (let at = 0; at < length;) {
      if (used === block.length) {
        block = chachaBlock(key, counter++);
        used = 0;
      }
      const take = Math.min(length - at, block.length - used);
      out.set(block.subarray(used, used + take), at);
      at += take;
      used += take;
    }
    return out;
  };
  return { bytes, integer: (below) => integerBelow(bytes, below), uuid: () => uuidOf(bytes(16)) };
}

function integerBelow(bytes: (length: number) => Uint8Array, below: number): number {
  if (!Number.isSafeInteger(below) || below < 1) throw new RangeError(`a random integer needs a positive bound, not ${below}`);
  const limit = 2 ** 48 - (2 ** 48 % below); // a plain modulo would favour small numbers
  for (;;) {
    const drawn = bytes(6).reduce((sum, byte) => sum * 256 + byte, 0);
    if (drawn < limit) return drawn % below;
  }
}

function uuidOf(bytes: Uint8Array): string {
  const marked = bytes.map((byte, at) => (at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte));
  const hex = Array.from(marked, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Eight words from a text: FNV-1a once per word, each from another start, finished as murmur3 does. */
function keyOf(text: string): Uint32Array {
  const data = new TextEncoder().encode(text);
  return Uint32Array.from({ length: 8 }, (_, word) => {
    let hash = Math.imul(0x811c9dc5 ^ word, 0x9e3779b1);
    for (const byte of data) hash = Math.imul(hash ^ byte, 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return hash ^ (hash >>> 16);
  });
}

const CONSTANTS = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] as const;
const QUARTERS = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

function chachaBlock(key: Uint32Array, counter: number): Uint8Array<ArrayBuffer> {
  const start = Uint32Array.from([...CONSTANTS, ...key, counter, Math.floor(counter / 2 ** 32), 0, 0]);
  const state = start.slice();
  for (let round = 0; round < ROUNDS; round += 2) for (const quarter of QUARTERS) quarterRound(state, quarter);
  const out = new DataView(new ArrayBuffer(BLOCK));
  state.forEach((word, at) => out.setUint32(at * 4, word + (start[at] ?? 0), true));
  return new Uint8Array(out.buffer);
}

function quarterRound(state: Uint32Array, [a, b, c, d]: (typeof QUARTERS)[number]): void {
  mix(state, [a, b, d], 16);
  mix(state, [c, d, b], 12);
  mix(state, [a, b, d], 8);
  mix(state, [c, d, b], 7);
}

/** x += y; z = (z ^ x) <<< bits */
function mix(state: Uint32Array, [x, y, z]: readonly [number, number, number], bits: number): void {
  const sum = ((state[x] ?? 0) + (state[y] ?? 0)) >>> 0;
  const turned = (state[z] ?? 0) ^ sum;
  state[x] = sum;
  state[z] = (turned << bits) | (turned >>> (32 - bits));
}
