import { isObject, type Json } from '../../../../kube/json';
import { sameTree } from '../../../../kube/same-tree';
import { parseJsonPath, type FilterOperand, type Step } from './parse-json-path';

/** Finds what a path leads to in a tree, in client-go's order. Members that are missing lead nowhere. */
export type JsonPath = (tree: Json) => readonly Json[];

/** client-go's JSONPath, without the braces. Throws where its parser gives up. */
export function jsonPath(text: string): JsonPath {
  const steps = parseJsonPath(text);
  return (tree) => evaluate(steps, [tree]);
}

function evaluate(steps: readonly Step[], start: readonly Json[]): readonly Json[] {
  return steps.reduce<readonly Json[]>((values, step) => values.flatMap((value) => follow(step, value)), start);
}

function follow(step: Step, value: Json): readonly Json[] {
  switch (step.kind) {
    case 'field':
      return isObject(value) && Object.hasOwn(value, step.name) ? [value[step.name] ?? null] : [];
    case 'wildcard':
      return childrenOf(value);
    case 'recursive':
      return descendants(value);
    case 'slice':
      return Array.isArray(value) ? sliced(value, step) : [];
    case 'union':
      return step.alternatives.flatMap((alternative) => evaluate(alternative, [value]));
    case 'filter':
      return (Array.isArray(value) ? value : childrenOf(value)).filter((item) => passes(step, item));
  }
}

function childrenOf(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value;
  return isObject(value)
    ? Object.keys(value)
        .sort()
        .map((name) => value[name] ?? null)
    : [];
}

function descendants(value: Json): readonly Json[] {
  return [value, ...childrenOf(value).flatMap(descendants)];
}

function sliced(list: readonly Json[], { from, to, step, single }: Step & { kind: 'slice' }): readonly Json[] {
  const length = list.length;
  const start = from === undefined ? 0 : from < 0 ? from + length : from;
  if (single) {
    const item = list[start];
    return item === undefined ? [] : [item];
  }
  const end = Math.min(to === undefined ? length : to < 0 ? to + length : to, length);
  const found: Json[] = [];
  for (let index = Math.max(start, 0); index < end; index += step) found.push(list[index] ?? null);
  return found;
}

function passes({ left, operator, right }: Step & { kind: 'filter' }, item: Json): boolean {
  const a = operandOf(left, item);
  if (operator === 'exists') return a.length > 0;
  const b = right === undefined ? [] : operandOf(right, item);
  const [x, y] = [a[0], b[0]];
  if (x === undefined || y === undefined) return false;
  if (operator === '==') return sameTree(x, y);
  if (operator === '!=') return !sameTree(x, y);
  if (typeof x !== typeof y || (typeof x !== 'number' && typeof x !== 'string') || (typeof y !== 'number' && typeof y !== 'string'))
    return false;
  if (operator === '<') return x < y;
  if (operator === '<=') return x <= y;
  return operator === '>' ? x > y : x >= y;
}

function operandOf(operand: FilterOperand, item: Json): readonly Json[] {
  return 'literal' in operand ? [operand.literal] : evaluate(operand.path, [item]);
}
