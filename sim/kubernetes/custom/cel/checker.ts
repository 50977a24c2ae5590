import type { Call, Comprehension, Expr, MapExpr, Problem, Select } from './syntax';
import { literalProblem } from './literal-arguments';
import { signaturesOf } from './signatures';
import {
  assignable,
  BOOL,
  BYTES,
  DOUBLE,
  DYN,
  INT,
  listOf,
  mapOf,
  NULL,
  optionalOf,
  STRING,
  substituted,
  TYPE,
  typeText,
  UINT,
  type Bindings,
  type CelType,
} from './types';
import type { CelValue } from './values';

export interface Checked {
  readonly type: CelType;
  readonly problems: readonly Problem[];
  /** The type of every expression that was looked at. */
  readonly types: ReadonlyMap<Expr, CelType>;
  /** Names of variables that the expression reads. */
  readonly reads: ReadonlySet<string>;
}

export type Scope = ReadonlyMap<string, CelType>;

const TYPE_NAMES: ReadonlySet<string> = new Set(['int', 'uint', 'double', 'string', 'bytes', 'bool', 'list', 'map', 'null_type', 'type']);

/** cel-go's type check: finds the overload of every call and says what has none. */
export function check(expr: Expr, scope: Scope): Checked {
  const checker = new Checker(scope);
  const type = checker.typeOf(expr);
  const problems = [...checker.problems].sort((a, b) => a.at - b.at);
  return { type, problems, types: checker.types, reads: checker.reads };
}

class Checker {
  readonly problems: Problem[] = [];
  readonly types = new Map<Expr, CelType>();
  readonly reads = new Set<string>();

  constructor(private scope: Scope) {}

  typeOf(expr: Expr): CelType {
    const type = this.#infer(expr);
    this.types.set(expr, type);
    return type;
  }

  #infer(expr: Expr): CelType {
    switch (expr.kind) {
      case 'literal':
        return literalType(expr.value);
      case 'ident':
        return this.#ident(expr.name, expr.at);
      case 'select':
        return this.#select(expr);
      case 'call':
        return this.#call(expr);
      case 'list':
        return listOf(this.#joined(expr.items), expr.items.length);
      case 'map':
        return this.#map(expr);
      case 'comprehension':
        return this.#comprehension(expr);
    }
  }

  #ident(name: string, at: number): CelType {
    const type = this.scope.get(name);
    if (type !== undefined) {
      this.reads.add(name);
      return type;
    }
    if (TYPE_NAMES.has(name)) return TYPE;
    this.#problem(at, `undeclared reference to '${name}' (in container '')`);
    return DYN;
  }

  #select({ operand, field, mode, at }: Select): CelType {
    const inside = this.typeOf(operand);
    const lifted = inside.name === 'optional_type' ? (inside.args[0] ?? DYN) : inside;
    const type = this.#fieldType(lifted, field, at);
    if (mode === 'test') return BOOL;
    return mode === 'optional' || inside.name === 'optional_type' ? optionalOf(type) : type;
  }

  #fieldType(type: CelType, field: string, at: number): CelType {
    if (type.name === 'dyn') return DYN;
    if (type.name === 'map') return type.args[1] ?? DYN;
    if (type.fields === undefined) {
      this.#problem(at, `type '${typeText(type)}' does not support field selection`);
      return DYN;
    }
    const found = type.fields(field);
    if (found === undefined) this.#problem(at, `undefined field '${field}'`);
    return found ?? DYN;
  }

  #call(call: Call): CelType {
    if (call.name === '_&&_' || call.name === '_||_') return this.#logic(call);
    const qualified = qualifiedName(call, this.scope);
    const name = qualified ?? call.name;
    const target = qualified === undefined && call.target !== undefined ? this.typeOf(call.target) : undefined;
    const signatures = signaturesOf(name);
    if (signatures === undefined) {
      for (const arg of call.args) this.typeOf(arg);
      this.#problem(call.at, `undeclared reference to '${name}' (in container '')`);
      return DYN;
    }
    const args = call.args.map((arg) => this.typeOf(arg));
    const results = signatures.flatMap((signature) => {
      const bindings: Bindings = new Map();
      if ((signature.target === undefined) !== (target === undefined) || signature.args.length !== args.length) return [];
      if (target !== undefined && signature.target !== undefined && !assignable(target, signature.target, bindings)) return [];
      return args.every((arg, index) => assignable(arg, signature.args[index] ?? DYN, bindings))
        ? [substituted(signature.result, bindings)]
        : [];
    });
    if (results.length === 0) {
      const given = `(${args.map(typeText).join(', ')})`;
      this.#problem(
        call.at,
        `found no matching overload for '${name}' applied to '${target === undefined ? given : `${typeText(target)}.${given}`}'`,
      );
      return DYN;
    }
    const bad = literalProblem({ ...call, name });
    if (bad !== undefined) this.problems.push(bad);
    return results.every((result) => typeText(result) === typeText(results[0] ?? DYN)) ? (results[0] ?? DYN) : DYN;
  }

  #logic({ args }: Call): CelType {
    for (const arg of args) {
      const type = this.typeOf(arg);
      if (!assignable(type, BOOL, new Map())) this.#problem(startOf(arg), `expected type 'bool' but found '${typeText(type)}'`);
    }
    return BOOL;
  }

  #joined(items: readonly Expr[]): CelType {
    let joined: CelType | undefined;
    for (const item of items) {
      const type = this.typeOf(item);
      if (joined === undefined) joined = type;
      else if (!assignable(type, joined, new Map()))
        this.#problem(startOf(item), `expected type '${typeText(joined)}' but found '${typeText(type)}'`);
    }
    return joined ?? DYN;
  }

  #map({ entries }: MapExpr): CelType {
    const key = this.#joined(entries.map(([one]) => one));
    return mapOf(key, this.#joined(entries.map(([, one]) => one)), entries.length);
  }

  #comprehension(expr: Comprehension): CelType {
    const range = this.typeOf(expr.range);
    const outer = this.scope;
    const [key, value] = this.#variables(range, expr);
    const bound: [string, CelType][] = expr.names.map((name, index) => [
      name,
      expr.names.length === 1 ? key : index === 0 ? (range.name === 'list' ? INT : key) : value,
    ]);
    this.scope = new Map([...outer, ...bound]);
    const condition = expr.condition === undefined ? BOOL : this.typeOf(expr.condition);
    const body = this.typeOf(expr.body);
    this.scope = outer;
    this.#wantBool(expr, condition, range);
    return this.#resultOf(expr, { body, range });
  }

  /** Of one name: the items of a list, the keys of a map, what an optional holds. */
  #variables(range: CelType, { range: expr, macro }: Comprehension): readonly [CelType, CelType] {
    const [first = DYN, second = DYN] = range.args;
    if (range.name === 'dyn') return [DYN, DYN];
    if (macro === 'optMap' || macro === 'optFlatMap') return [range.name === 'optional_type' ? first : DYN, DYN];
    if (range.name === 'list') return [first, first];
    if (range.name === 'map') return [first, second];
    this.#problem(
      startOf(expr),
      `expression of type '${typeText(range)}' cannot be range of a comprehension (must be list, map, or dynamic)`,
    );
    return [DYN, DYN];
  }

  #wantBool({ macro, at, body: bodyExpr }: Comprehension, condition: CelType, range: CelType): void {
    const body = this.types.get(bodyExpr) ?? DYN;
    const tests = macro === 'all' || macro === 'exists';
    if (tests && !assignable(body, BOOL, new Map())) this.#problem(startOf(bodyExpr), `expected type 'bool' but found '${typeText(body)}'`);
    const filtered = macro === 'filter' ? body : macro === 'exists_one' ? body : condition;
    if (tests || assignable(filtered, BOOL, new Map())) return;
    const step = macro === 'exists_one' ? 'int, int' : `${typeText(range)}, ${typeText(range)}`;
    this.#problem(at, `found no matching overload for '_?_:_' applied to '(${typeText(filtered)}, ${step})'`);
  }

  #resultOf({ macro }: Comprehension, { body, range }: { readonly body: CelType; readonly range: CelType }): CelType {
    if (macro === 'all' || macro === 'exists' || macro === 'exists_one') return BOOL;
    if (macro === 'filter') return listOf(range.args[0] ?? DYN, range.max);
    if (macro === 'map' || macro === 'transformList') return listOf(body, range.max);
    if (macro === 'transformMap') return mapOf(range.name === 'list' ? INT : (range.args[0] ?? DYN), body, range.max);
    return macro === 'optMap' ? optionalOf(body) : body;
  }

  #problem(at: number, message: string): void {
    this.problems.push({ at, message });
  }
}

/** Where an expression is pointed at when its type is wrong: of calls and selections, their own mark. */
function startOf(expr: Expr): number {
  return expr.at;
}

/** `sets.contains`, `ip.isCanonical`: a function whose name has dots, unless a variable is called so. */
export function qualifiedName({ target, name }: Call, scope: { has(name: string): boolean }): string | undefined {
  if (target?.kind !== 'ident' || scope.has(target.name)) return undefined;
  const qualified = `${target.name}.${name}`;
  return signaturesOf(qualified) === undefined ? undefined : qualified;
}

function literalType(value: CelValue): CelType {
  if (value === null) return NULL;
  if (typeof value === 'boolean') return BOOL;
  if (typeof value === 'bigint') return INT;
  if (typeof value === 'number') return DOUBLE;
  if (typeof value === 'string') return { ...STRING, max: value.length };
  return value instanceof Uint8Array ? BYTES : UINT;
}
