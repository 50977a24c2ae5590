import { FieldErrors, type FieldError } from '../../../kube/field-error';
import { isObject, type Json, type JsonObject } from '../../../kube/json';
import { sameTree } from '../../../kube/same-tree';
import type { FieldNode, StructNode, TypeNode } from './type-node';

interface Settled {
  readonly steps: readonly string[];
  readonly rule: true | string;
  /** How Go prints the value that is absent. */
  readonly zero: Json;
}

const settledOf = new WeakMap<StructNode, readonly Settled[]>();

/** What an update changes though rules.json says that it stays as it was created. */
export function declaredChanges(next: JsonObject, current: JsonObject, type: StructNode): readonly FieldError[] {
  let settled = settledOf.get(type);
  if (settled === undefined) settledOf.set(type, (settled = collect(type, [])));
  return settled.flatMap(({ steps, rule, zero }) => {
    const [value, stored] = [valueAt(next, steps), valueAt(current, steps)];
    if (sameTree(value, stored)) return [];
    const field = steps.join('.');
    return [rule === true ? FieldErrors.invalid(field, value ?? zero, 'field is immutable') : FieldErrors.forbidden(field, rule)];
  });
}

/** Through structs alone: no item of a list is settled while the list is not. */
function collect(type: StructNode, steps: readonly string[]): readonly Settled[] {
  return type.fields
    .filter(({ name }) => name !== 'metadata' && name !== 'status')
    .flatMap((field) => settledBelow(field, [...steps, field.name]));
}

const DEEPEST = 3;

function settledBelow({ type, pointer, rule }: FieldNode, steps: readonly string[]): readonly Settled[] {
  if (rule?.immutable !== undefined) return [{ steps, rule: rule.immutable, zero: isText(type) && !pointer ? '' : null }];
  return type.kind === 'struct' && steps.length < DEEPEST ? collect(type, steps) : [];
}

function valueAt(tree: Json, steps: readonly string[]): Json | undefined {
  return steps.reduce<Json | undefined>((node, step) => (isObject(node) ? node[step] : undefined), tree);
}

function isText(type: TypeNode): boolean {
  return type.kind === 'scalar' && type.scalar === 'string';
}
