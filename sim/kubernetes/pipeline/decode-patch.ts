import { ApiError } from '../../../kube/api-error';
import type { Json } from '../../../kube/json';
import { jsonText, readJson } from '../codec/decode-json';
import { RawObject, type RawJson } from '../codec/raw-json';
import { untyped } from '../codec/untyped';

export interface PatchBody {
  readonly tree: Json;
  /** `duplicate field "data.a"` */
  readonly duplicates: readonly string[];
}

/** The body of a JSON, merge or strategic merge patch. Throws 400 in `encoding/json`'s words after `prefix`. */
export function decodePatchBody(body: Uint8Array | undefined, prefix: string): PatchBody {
  const read = readJson(jsonText(body ?? new Uint8Array()));
  if ('raw' in read) return { tree: untyped(read.raw), duplicates: duplicateFields(read.raw, '') };
  throw ApiError.badRequest(`${prefix}${read.error.replace(/^.*json parse error: /, '')}`);
}

function duplicateFields(raw: RawJson, path: string): readonly string[] {
  if (Array.isArray(raw)) return raw.flatMap((item, i) => duplicateFields(item, `${path}[${i}]`));
  if (!(raw instanceof RawObject)) return [];
  const seen = new Set<string>();
  return raw.members.flatMap(([key, value]) => {
    const at = path === '' ? key : `${path}.${key}`;
    const repeated = seen.has(key) ? [`duplicate field "${at}"`] : [];
    seen.add(key);
    return [...repeated, ...duplicateFields(value, at)];
  });
}
