import { isObject, type Json } from '../../../kube/json';
import type { ScalarNode, StructNode, TypeNode } from '../schema/type-node';

export interface Restored {
  /** Why the tree does not fit the type, in the words of Go's unstructured converter. */
  readonly problem?: string;
  /** `unknown field "metadata.bar"` */
  readonly unknown: readonly string[];
}

/** What Go would say when it turns a tree into a struct of the type: runtime.DefaultUnstructuredConverter. */
export function checkRestore(tree: Json, type: StructNode): Restored {
  const unknown: string[] = [];
  const problem = restore(tree, type, { path: '', unknown });
  unknown.sort();
  return problem === undefined ? { unknown } : { problem, unknown };
}

interface Place {
  readonly path: string;
  readonly unknown: string[];
}

function restore(value: Json, type: TypeNode, place: Place): string | undefined {
  if (value === null) return undefined;
  switch (type.kind) {
    case 'struct':
      return isObject(value) ? restoreStruct(value, type, place) : `cannot restore struct from: ${goKind(value)}`;
    case 'map':
      if (!isObject(value)) return `cannot restore map from ${goKind(value)}`;
      return firstProblem(Object.entries(value), ([key, item]) => restore(item, type.value, { ...place, path: `${place.path}.${key}` }));
    case 'list':
      if (!Array.isArray(value)) return `cannot restore slice from ${goKind(value)}`;
      return firstProblem([...value.entries()], ([i, item]) => restore(item, type.item, { ...place, path: `${place.path}[${i}]` }));
    case 'scalar':
      return restoreScalar(value, type);
    case 'any':
      return undefined;
  }
}

function restoreStruct(value: Readonly<Record<string, Json>>, type: StructNode, { path, unknown }: Place): string | undefined {
  return firstProblem(Object.entries(value), ([key, item]) => {
    const field = type.field(key);
    const at = path === '' ? key : `${path}.${key}`;
    if (field !== undefined) return restore(item, field.type, { path: at, unknown });
    if (path !== '' || (key !== 'kind' && key !== 'apiVersion')) unknown.push(`unknown field "${at}"`);
    return undefined;
  });
}

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  string: ['string'],
  bool: ['bool'],
  int32: ['int64', 'float64'],
  int64: ['int64', 'float64'],
  float64: ['int64', 'float64'],
};

function restoreScalar(value: Json, { scalar, goType }: ScalarNode): string | undefined {
  const kinds = GROUPS[scalar];
  if (kinds === undefined || kinds.includes(goKind(value))) return undefined;
  return `cannot convert ${goTypeOf(value)} to ${goType}`;
}

function firstProblem<T>(items: readonly T[], check: (item: T) => string | undefined): string | undefined {
  let first: string | undefined;
  for (const item of items) first ??= check(item);
  return first;
}

function goKind(value: Json): string {
  if (Array.isArray(value)) return 'slice';
  if (isObject(value)) return 'map';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  return typeof value === 'bigint' || Number.isInteger(value) ? 'int64' : 'float64';
}

function goTypeOf(value: Json): string {
  if (Array.isArray(value)) return '[]interface {}';
  return isObject(value) ? 'map[string]interface {}' : goKind(value);
}
