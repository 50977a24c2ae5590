import { goPrint } from '../../../base/go';
import { isObject } from '../../../kube/json';
import { listElement } from './list-elements';
import { fieldElement, indexElement, pathText } from './path-element';
import { goKind } from './patch-errors';
import { shapeOf } from './shapes';
import type { Json, JsonObject } from '../../../kube/json';
import type { ScalarKind, ScalarNode, TypeNode } from '../schema/type-node';
import type { FieldPath } from './field-set';
import type { ListShape, MapShape } from './shapes';

/** What structured-merge-diff's schema calls a scalar; dates, quantities and formatted strings are untyped there. */
type Scalar = 'numeric' | 'string' | 'boolean' | 'untyped';

const SCALARS: Readonly<Record<ScalarKind, Scalar>> = {
  string: 'string',
  bytes: 'string',
  duration: 'string',
  bool: 'boolean',
  int32: 'numeric',
  int64: 'numeric',
  float64: 'numeric',
  integer: 'numeric',
  number: 'numeric',
  time: 'untyped',
  microTime: 'untyped',
  quantity: 'untyped',
  intOrString: 'untyped',
};

/**
 * Why a value cannot be read as its type, in structured-merge-diff's words; undefined when it can. Repeated items of sets and map lists are
 * no problem when `repeats` allows them.
 */
export function typedProblem(value: Json, type: TypeNode, repeats: 'allowed' | 'refused'): string | undefined {
  const problems = validate(value, type, { path: [], repeats: repeats === 'allowed' });
  if (problems.length <= 1) return problems[0];
  return ['errors:', ...problems.map((problem) => `  ${problem}`)].join('\n');
}

interface Place {
  readonly path: FieldPath;
  readonly repeats: boolean;
}

function validate(value: Json, type: TypeNode, place: Place): readonly string[] {
  const shape = shapeOf(type, value);
  if (value === null) return [];
  if (shape.kind === 'scalar') return scalarProblems(value, shape.type, place);
  if (shape.kind === 'map') {
    return isObject(value) ? fieldProblems(value, shape, place) : [problem(place, `expected map, got ${goValue(value)}`)];
  }
  return Array.isArray(value) ? itemProblems(value, shape, place) : [problem(place, `expected list, got ${goValue(value)}`)];
}

function scalarProblems(value: Json, type: ScalarNode | undefined, place: Place): readonly string[] {
  const expected = type === undefined ? 'untyped' : SCALARS[type.scalar];
  const kind = goKind(value);
  const numeric = kind === 'int64' || kind === 'float64';
  if (expected === 'numeric' && !numeric) return [problem(place, `expected numeric (int or float), got ${TYPE_NAMES[kind] ?? kind}`)];
  if (expected === 'string' && kind !== 'string') return [problem(place, `expected string, got ${goSyntax(value)}`)];
  if (expected === 'boolean' && kind !== 'bool') return [problem(place, `expected boolean, got ${goValue(value)}`)];
  if (kind === 'map' || kind === 'slice') return [problem(place, `expected any scalar, got ${goValue(value)}`)];
  return [];
}

function fieldProblems(object: JsonObject, shape: MapShape, place: Place): readonly string[] {
  const problems: string[] = [];
  for (const [key, value] of Object.entries(object)) {
    const at = { ...place, path: [...place.path, fieldElement(key)] };
    const type = shape.child(key);
    // Go stops at the first field it does not know.
    if (type === undefined) return [...problems, problem(at, 'field not declared in schema')];
    problems.push(...validate(value, type, at));
  }
  return problems;
}

function itemProblems(list: readonly Json[], shape: ListShape, place: Place): readonly string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const [i, item] of list.entries()) {
    const element = shape.atomic ? indexElement(i) : listElement(item, shape.type);
    if (typeof element === 'string') return [...problems, problem(place, `element ${i}: ${element}`)];
    if (seen.has(element.text) && !place.repeats) problems.push(problem(place, `duplicate entries for key ${element.display}`));
    seen.add(element.text);
    problems.push(...validate(item, shape.type.item, { ...place, path: [...place.path, element] }));
  }
  return problems;
}

function problem({ path }: Place, text: string): string {
  return path.length === 0 ? text : `${pathText(path)}: ${text}`;
}

const TYPE_NAMES: Readonly<Partial<Record<ReturnType<typeof goKind>, string>>> = {
  map: 'map[string]interface {}',
  slice: '[]interface {}',
};

/** A value in the wrapper Go prints along with it: %v. */
function goValue(value: Json): string {
  return `&{${goPrint(value)}}`;
}

/** The same as Go source: %#v. */
function goSyntax(value: Json): string {
  return `&value.valueUnstructured{Value:${goLiteral(value)}}`;
}

function goLiteral(value: Json): string {
  if (value === null) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(goLiteral).join(', ')}}`;
  if (!isObject(value)) return typeof value === 'string' ? JSON.stringify(value) : goPrint(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[string]interface {}{${entries.map(([key, child]) => `${JSON.stringify(key)}:${goLiteral(child)}`).join(', ')}}`;
}
