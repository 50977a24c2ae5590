import type { CelValue } from './values';

/** An expression with its macros expanded. `at` is the offset that cel-go's errors point to. */
export type Expr = Literal | Ident | Select | Call | ListExpr | MapExpr | Comprehension;

export interface Literal {
  readonly kind: 'literal';
  readonly at: number;
  readonly value: CelValue;
}

export interface Ident {
  readonly kind: 'ident';
  readonly at: number;
  readonly name: string;
}

export interface Select {
  readonly kind: 'select';
  readonly at: number;
  readonly operand: Expr;
  readonly field: string;
  /** `has(a.b)` asks, `a.?b` gives an optional. */
  readonly mode: 'value' | 'test' | 'optional';
}

export interface Call {
  readonly kind: 'call';
  readonly at: number;
  /** `_==_`, `@in`, `size`. */
  readonly name: string;
  readonly target?: Expr;
  readonly args: readonly Expr[];
}

export interface ListExpr {
  readonly kind: 'list';
  readonly at: number;
  readonly items: readonly Expr[];
}

export interface MapExpr {
  readonly kind: 'map';
  readonly at: number;
  readonly entries: readonly (readonly [Expr, Expr])[];
}

export type MacroName = 'all' | 'exists' | 'exists_one' | 'map' | 'filter' | 'optMap' | 'optFlatMap' | 'transformList' | 'transformMap';

export interface Comprehension {
  readonly kind: 'comprehension';
  readonly at: number;
  readonly macro: MacroName;
  readonly range: Expr;
  /** One name for each item, two for key and value. */
  readonly names: readonly string[];
  /** Which items count; absent counts all. */
  readonly condition?: Expr;
  readonly body: Expr;
}

/** One complaint about the text of an expression. */
export interface Problem {
  readonly at: number;
  readonly message: string;
}

/** Complaints in the form of cel-go: each with its line and a mark below it. */
export function problemText(source: string, problems: readonly Problem[]): string {
  return problems
    .map(({ at, message }) => {
      const before = source.slice(0, at).split('\n');
      const column = before.at(-1)?.length ?? 0;
      const line = source.split('\n')[before.length - 1] ?? '';
      return `ERROR: <input>:${before.length}:${column + 1}: ${message}\n | ${line}\n | ${'.'.repeat(column)}^`;
    })
    .join('\n');
}
