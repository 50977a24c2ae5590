import { parseDuration } from '../../base/go';
import { isObject } from '../../kube/json';
import types from './data/certificate-types.json';

type Fields = Readonly<Record<string, string>>;

/** Go struct name to its JSON fields and their Go types. */
const STRUCTS = types as Readonly<Record<string, Fields>>;

interface Place {
  readonly struct: string;
  /** JSON names from the root. */
  readonly path: readonly string[];
}

/** What Go's decoder would first complain about in a Certificate, or undefined. Unknown fields are passed over. */
export function decodeProblem(certificate: unknown): string | undefined {
  return problemOf(certificate, 'Certificate', { struct: 'Certificate', path: [] });
}

function problemOf(value: unknown, type: string, at: Place): string | undefined {
  if (value === null || value === undefined) return undefined;
  const fields = STRUCTS[type];
  if (fields !== undefined) return isObject(value) ? structProblem(value, type, at.path) : mismatch(value, `v1.${type}`, at);
  if (type === 'Duration') return durationProblem(value);
  if (type.startsWith('[]')) return listProblem(value, type, at);
  if (type.startsWith('map')) return mapProblem(value, type, at);
  const wanted = type.startsWith('int') ? 'number' : type === 'bool' ? 'boolean' : 'string';
  if (typeof value !== wanted) return mismatch(value, type, at);
  return typeof value === 'number' && !Number.isInteger(value) ? mismatch(value, type, at, ` ${value}`) : undefined;
}

/** The decoder sees the fields sorted: YAML becomes JSON by way of a Go map. */
function structProblem(value: object, struct: string, path: readonly string[]): string | undefined {
  const fields = STRUCTS[struct] ?? {};
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, member] of entries) {
    const type = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const problem = type === undefined ? undefined : problemOf(member, type, { struct, path: [...path, name] });
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function listProblem(value: unknown, type: string, at: Place): string | undefined {
  if (!Array.isArray(value)) return mismatch(value, type, at);
  return value.map((item) => problemOf(item, type.slice(2), at)).find((problem) => problem !== undefined);
}

function mapProblem(value: unknown, type: string, at: Place): string | undefined {
  if (!isObject(value)) return mismatch(value, type, at);
  return Object.values(value)
    .map((item) => problemOf(item, 'string', at))
    .find((problem) => problem !== undefined);
}

function durationProblem(value: unknown): string | undefined {
  if (typeof value !== 'string') return `json: cannot unmarshal ${kindOf(value)} into Go value of type string`;
  try {
    parseDuration(value);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function mismatch(value: unknown, type: string, { struct, path }: Place, literal = ''): string {
  return `json: cannot unmarshal ${kindOf(value)}${literal} into Go struct field ${struct}.${path.join('.')} of type ${type}`;
}

function kindOf(value: unknown): string {
  if (typeof value === 'boolean') return 'bool';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}
