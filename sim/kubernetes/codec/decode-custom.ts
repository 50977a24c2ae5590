import { goQuote } from '../../../base/go';
import { duplicatePaths, unknownPaths } from './custom-tree';
import { DecodeError, decodeExactly } from './exact-decode';
import { RawNumber, RawObject } from './raw-json';
import { untyped } from './untyped';
import type { Json, JsonObject } from '../../../kube/json';
import type { StructNode } from '../schema/type-node';
import type { ExactResult } from './exact-decode';
import type { RawJson } from './raw-json';

/**
 * Decodes a custom resource as apiextensions-apiserver does: only its metadata has a Go type, the rest is what the text says. Strict
 * errors come in Go's order: repeated members, unknown ones of the metadata, unknown ones of the schema. Throws DecodeError.
 */
export function decodeCustom(raw: RawJson, type: StructNode): ExactResult {
  checkNumbers(raw);
  const metadata = decodeMetadata(lastMember(raw, 'metadata'), type);
  const value = { ...(untyped(raw) as JsonObject), ...metadata.value };
  const strict = [
    ...duplicatePaths(raw).map((path) => `duplicate field ${goQuote(path)}`),
    ...metadata.strict,
    ...unknownPaths(value, type).map((path) => `unknown field ${goQuote(path)}`),
  ];
  return { value, strict: [...new Set(strict)] };
}

function decodeMetadata(
  raw: RawJson | undefined,
  type: StructNode,
): { readonly value: { metadata?: Json }; readonly strict: readonly string[] } {
  const meta = type.field('metadata')?.type;
  if (raw === undefined || raw === null || meta === undefined) return { value: {}, strict: [] };
  const { value, strict } = decodeExactly(meta, raw, 'metadata');
  // Repeated members are found for the whole text at once.
  return { value: { metadata: value }, strict: strict.filter((text) => text.startsWith('unknown')) };
}

function lastMember(raw: RawJson, name: string): RawJson | undefined {
  return raw instanceof RawObject ? raw.members.filter(([key]) => key === name).at(-1)?.[1] : undefined;
}

/** What no float64 can hold ends the decoding. */
function checkNumbers(raw: RawJson): void {
  if (raw instanceof RawNumber && !Number.isFinite(Number(raw.text))) {
    throw new DecodeError(`json: cannot unmarshal number ${raw.text} into Go value of type float64`);
  }
  if (raw instanceof RawObject) for (const [, value] of raw.members) checkNumbers(value);
  if (Array.isArray(raw)) for (const item of raw) checkNumbers(item);
}
