import { isDeepStrictEqual } from 'node:util';
import { nodeCrypto } from '../../base/env/node/crypto';
import type { RandomStream } from '../../base/env/ports';
import { fromHex, PkiError } from '../../pki';

/** A vector as it was recorded. */
export type Vector = Readonly<Record<string, unknown>>;

/** Undefined when the vector is equal, else what differs. */
export type Check = (vector: Vector, files: VectorFiles) => string | undefined;

/** Other files of the same folder, by name without extension. */
export type VectorFiles = (name: string) => unknown;

export const crypto = nodeCrypto();

export function record(value: unknown): Vector {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function texts(value: unknown): readonly string[] {
  return list(value).map(text);
}

export function optionalNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

export function bytes(base64: unknown): Uint8Array {
  return Buffer.from(text(base64), 'base64');
}

export function utf8(value: unknown): Uint8Array {
  return Buffer.from(text(value));
}

/** RFC 3339 with up to nine digits, in nanoseconds since 1970. */
export function nanoseconds(clock: unknown): bigint {
  const [whole = '', fraction = ''] = text(clock).replace('Z', '').split('.');
  return BigInt(Date.parse(`${whole}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

/** Hands out the recorded bytes. */
export function recordedRandom(hex: unknown): RandomStream {
  const recorded = fromHex(text(hex));
  let offset = 0;
  const taken = (length: number): Uint8Array => recorded.slice(offset, (offset += length));
  return {
    bytes: taken,
    integer: () => 0,
    uuid: () => '',
  };
}

/** The message of a refusal. Anything else that is thrown is a defect and goes on. */
export function refusalOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof PkiError) return error.message;
    throw error;
  }
}

/** Addresses Go prints are not comparable. */
export function sameText(found: string | undefined, expected: string | undefined): string | undefined {
  const plain = (value: string | undefined): string | undefined => value?.replace(/0x(?:PTR|[0-9a-f]{6,})/g, '0xPTR');
  return plain(found) === plain(expected) ? undefined : `\n  found    ${found ?? 'nothing'}\n  expected ${expected ?? 'nothing'}`;
}

export function same(found: unknown, expected: unknown): string | undefined {
  if (isDeepStrictEqual(found, expected)) return undefined;
  return `\n  found    ${JSON.stringify(found)}\n  expected ${JSON.stringify(expected)}`;
}
