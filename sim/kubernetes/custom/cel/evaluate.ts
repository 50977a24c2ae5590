import { qualifiedName } from './checker';
import { callFunction } from './functions';
import type { Call, Comprehension, Expr, Select } from './syntax';
import { CelError, equal, isList, isMap, Opaque, Optional, type CelValue } from './values';

/** Variables by name. */
export type Activation = ReadonlyMap<string, CelValue>;

/** The value of a checked expression. Throws CelError in cel-go's words. */
export function evaluate(expr: Expr, scope: Activation): CelValue {
  switch (expr.kind) {
    case 'literal':
      return expr.value;
    case 'ident':
      return scope.get(expr.name) ?? (scope.has(expr.name) ? null : new Opaque('type', expr.name));
    case 'select':
      return select(expr, evaluate(expr.operand, scope));
    case 'call':
      return call(expr, scope);
    case 'list':
      return expr.items.map((item) => evaluate(item, scope));
    case 'map':
      return new Map(expr.entries.map(([key, value]) => [evaluate(key, scope), evaluate(value, scope)]));
    case 'comprehension':
      return comprehension(expr, scope);
  }
}

function select({ field, mode }: Select, operand: CelValue): CelValue {
  const inside = operand instanceof Optional ? operand.value : operand;
  const optional = mode === 'optional' || (operand instanceof Optional && mode === 'value');
  const has = inside !== undefined && isMap(inside) && inside.has(field);
  if (mode === 'test') return has;
  if (optional) return new Optional(has && isMap(inside) ? inside.get(field) : undefined);
  if (inside === undefined || !isMap(inside)) throw new CelError('no such overload');
  if (!has) throw new CelError(`no such key: ${field}`);
  return inside.get(field) ?? null;
}

function call(expr: Call, scope: Activation): CelValue {
  const { name, args } = expr;
  const [first, second, third] = args;
  if (name === '_&&_' || name === '_||_') return logic(expr, scope);
  if (name === '_?_:_' && first !== undefined && second !== undefined && third !== undefined) {
    const condition = evaluate(first, scope);
    if (typeof condition !== 'boolean') throw new CelError('no such overload');
    return evaluate(condition ? second : third, scope);
  }
  const qualified = qualifiedName(expr, scope);
  const target = qualified === undefined && expr.target !== undefined ? evaluate(expr.target, scope) : undefined;
  const values = args.map((arg) => evaluate(arg, scope));
  if (name === '_==_' || name === '_!=_') return equal(values[0] ?? null, values[1] ?? null) === (name === '_==_');
  if (name === 'orValue' && target instanceof Optional) return target.value ?? values[0] ?? null;
  return callFunction(qualified ?? name, target, values);
}

/** One side that decides makes up for a fault on the other. */
function logic({ name, args }: Call, scope: Activation): CelValue {
  const decisive = name === '_||_';
  let fault: unknown;
  for (const arg of args) {
    try {
      const value = evaluate(arg, scope);
      if (value === decisive) return decisive;
      if (typeof value !== 'boolean') fault ??= new CelError('no such overload');
    } catch (error) {
      fault ??= error;
    }
  }
  if (fault instanceof Error) throw fault;
  return !decisive;
}

function comprehension(expr: Comprehension, scope: Activation): CelValue {
  const range = evaluate(expr.range, scope);
  if (expr.macro === 'optMap' || expr.macro === 'optFlatMap') return optional(expr, range, scope);
  const steps = stepsOf(range, expr.names.length).map(
    (values) => new Map([...scope, ...expr.names.map((name, index): [string, CelValue] => [name, values[index] ?? null])]),
  );
  const test = (inner: Activation): boolean => isTrue(evaluate(expr.body, inner));
  switch (expr.macro) {
    case 'all':
      return quantified(steps, test, false);
    case 'exists':
      return quantified(steps, test, true);
    case 'exists_one':
      return steps.filter(test).length === 1;
    case 'filter':
      return steps.filter(test).map((inner) => inner.get(expr.names[0] ?? '') ?? null);
    case 'transformMap':
      return new Map(counting(expr, steps).map((inner) => [inner.get(expr.names[0] ?? '') ?? null, evaluate(expr.body, inner)]));
    default:
      return counting(expr, steps).map((inner) => evaluate(expr.body, inner));
  }
}

function counting({ condition }: Comprehension, steps: readonly Activation[]): readonly Activation[] {
  return condition === undefined ? steps : steps.filter((inner) => isTrue(evaluate(condition, inner)));
}

function optional({ macro, names, body }: Comprehension, range: CelValue, scope: Activation): CelValue {
  if (!(range instanceof Optional) || range.value === undefined) return new Optional(undefined);
  const value = evaluate(body, new Map([...scope, [names[0] ?? '', range.value]]));
  return macro === 'optMap' ? new Optional(value) : value;
}

/** What the variables hold at each step. */
function stepsOf(range: CelValue, names: number): readonly (readonly CelValue[])[] {
  if (isList(range)) return range.map((item, index) => (names === 1 ? [item] : [BigInt(index), item]));
  if (isMap(range)) return [...range].map(([key, value]) => (names === 1 ? [key] : [key, value]));
  throw new CelError('no such overload');
}

/** A fault counts only when no step decides. */
function quantified(steps: readonly Activation[], test: (inner: Activation) => boolean, decisive: boolean): boolean {
  let fault: unknown;
  for (const step of steps) {
    try {
      if (test(step) === decisive) return decisive;
    } catch (error) {
      fault ??= error;
    }
  }
  if (fault instanceof Error) throw fault;
  return !decisive;
}

function isTrue(value: CelValue): boolean {
  if (typeof value !== 'boolean') throw new CelError('no such overload');
  return value;
}
