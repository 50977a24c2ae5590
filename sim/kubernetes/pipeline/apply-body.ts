import { ApiError } from '../../../kube/api-error';
import { isObject, type JsonObject } from '../../../kube/json';
import { jsonText } from '../codec/decode-json';
import { untyped } from '../codec/untyped';
import { readYaml } from '../codec/lazy-yaml';
import type { FieldValidation } from './write-options';

export interface ApplyBody {
  readonly patch: JsonObject;
  /** Complains of keys that come twice; upstream does so only after the apply went well. Throws 400 or warns. */
  checkDuplicates(validation: FieldValidation, warn: (text: string) => void): void;
}

/** The configuration to apply, YAML or JSON. Throws 400. */
export function readApplyBody(body: Uint8Array | undefined): ApplyBody {
  const read = readYaml(jsonText(body ?? new Uint8Array()));
  if ('error' in read) throw ApiError.badRequest(`error decoding YAML: error converting YAML to JSON: ${read.error}`);
  const tree = untyped(read.raw) ?? {};
  if (!isObject(tree)) {
    const why = `json: cannot unmarshal ${jsonKind(tree)} into Go value of type map[string]interface {}`;
    throw ApiError.badRequest(`error decoding YAML: error unmarshaling JSON: while decoding JSON: ${why}`);
  }
  const { duplicates } = read;
  return {
    patch: tree,
    checkDuplicates(validation, warn) {
      if (duplicates.length === 0 || validation === 'Ignore') return;
      const text = `error converting YAML to JSON: yaml: unmarshal errors:\n  ${duplicates.join('\n  ')}`;
      if (validation === 'Strict') throw ApiError.badRequest(`error strict decoding YAML: ${text}`);
      warn(text);
    },
  };
}

function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'number';
}
