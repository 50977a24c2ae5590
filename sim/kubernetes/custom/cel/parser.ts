import { tokenize, type Token } from './lexer';
import { expandMacro } from './macros';
import type { Call, Expr, Problem } from './syntax';

export type Parsed = { readonly expr: Expr } | { readonly problems: readonly Problem[] };

/** What may begin an operand, as the generated parser lists it. */
const OPERAND = "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";
const ARGUMENT = OPERAND.replace("'(', ", "'(', ')', ");

const RELATIONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=', 'in']);

/** Parses an expression and expands its macros. */
export function parse(source: string): Parsed {
  const { tokens, problems } = tokenize(source);
  const parser = new Parser(tokens);
  try {
    const expr = parser.whole();
    const all = [...problems, ...parser.problems];
    return all.length === 0 ? { expr } : { problems: all };
  } catch (error) {
    if (error instanceof SyntaxProblem) return { problems: [...problems, ...parser.problems, error.problem] };
    throw error;
  }
}

class SyntaxProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

class Parser {
  readonly problems: Problem[] = [];
  #next = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Expr {
    const expr = this.#conditional();
    const rest = this.#peek();
    if (rest.kind !== 'end') this.#fail(rest, `extraneous input '${rest.text}' expecting <EOF>`);
    return expr;
  }

  #conditional(): Expr {
    const condition = this.#binary(0);
    const question = this.#peek();
    if (!this.#take('?')) return condition;
    const yes = this.#binary(0);
    this.#expect(':');
    const no = this.#conditional();
    return { kind: 'call', at: question.at, name: '_?_:_', args: [condition, yes, no] };
  }

  /** `||`, `&&`, relations, sums and products, by growing strength. */
  #binary(level: number): Expr {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (let token = this.#peek(); token.kind === 'symbol' && operators.has(token.text); token = this.#peek()) {
      this.#next++;
      const right = this.#binary(level + 1);
      const name = token.text === 'in' ? '@in' : `_${token.text}_`;
      left = { kind: 'call', at: token.at, name, args: [left, right] };
    }
    return left;
  }

  #unary(): Expr {
    const token = this.#peek();
    if (this.#take('!')) return { kind: 'call', at: token.at, name: '!_', args: [this.#unary()] };
    if (!this.#take('-')) return this.#member();
    const operand = this.#unary();
    if (
      operand.kind === 'literal' &&
      operand.at === token.at + 1 &&
      (typeof operand.value === 'bigint' || typeof operand.value === 'number')
    )
      return { ...operand, at: token.at, value: -operand.value };
    return { kind: 'call', at: token.at, name: '-_', args: [operand] };
  }

  #member(): Expr {
    let expr = this.#primary();
    for (;;) {
      const token = this.#peek();
      if (this.#take('.')) expr = this.#afterDot(expr, token);
      else if (this.#take('[')) {
        const optional = this.#take('?');
        const index = this.#conditional();
        this.#expect(']');
        expr = { kind: 'call', at: token.at, name: optional ? '_[?_]' : '_[_]', args: [expr, index] };
      } else return expr;
    }
  }

  #afterDot(operand: Expr, dot: Token): Expr {
    const optional = this.#take('?');
    const name = this.#peek();
    if (name.kind !== 'ident' && !(name.kind === 'symbol' && name.text === 'in')) {
      throw this.#problem(
        name,
        name.kind === 'end' ? "no viable alternative at input '.'" : `no viable alternative at input '.${name.text}'`,
      );
    }
    this.#next++;
    const field = name.text.startsWith('`') ? name.text.slice(1, -1) : name.text;
    const open = this.#peek();
    if (optional || !this.#take('(')) return { kind: 'select', at: dot.at, operand, field, mode: optional ? 'optional' : 'value' };
    return this.#call({ kind: 'call', at: open.at, name: field, target: operand, args: this.#list(')', ARGUMENT) });
  }

  #primary(): Expr {
    const token = this.#peek();
    this.#next++;
    if (token.kind === 'literal') return { kind: 'literal', at: token.at, value: token.value ?? null };
    if (token.kind === 'ident') return this.#identOrCall(token);
    if (token.text === '(') {
      const inner = this.#conditional();
      this.#expect(')');
      return inner;
    }
    if (token.text === '[') return { kind: 'list', at: token.at, items: this.#list(']', OPERAND) };
    if (token.text === '{') return { kind: 'map', at: token.at, entries: this.#entries() };
    if (token.text === '.' && this.#peek().kind === 'ident') return this.#identOrCall(this.#advance());
    this.#next--;
    throw this.#unexpected(token);
  }

  #identOrCall(token: Token): Expr {
    const open = this.#peek();
    if (!this.#take('(')) return { kind: 'ident', at: token.at, name: token.text };
    return this.#call({ kind: 'call', at: open.at, name: token.text, args: this.#list(')', ARGUMENT) });
  }

  #call(call: Call): Expr {
    const expanded = expandMacro(call);
    if (!('message' in expanded)) return expanded;
    this.problems.push(expanded);
    return call;
  }

  #list(close: string, first: string): readonly Expr[] {
    const items: Expr[] = [];
    if (this.#take(close)) return items;
    if (this.#peek().kind === 'end' && close === ')') throw this.#problem(this.#peek(), `mismatched input '<EOF>' expecting ${first}`);
    for (;;) {
      items.push(this.#conditional());
      if (this.#take(close)) return items;
      if (!this.#take(',')) this.#expect(close);
      // A list may end with a comma.
      if (close === ']' && (this.#take(close) || this.#peek().kind === 'end')) {
        if (this.#peek().kind === 'end' && this.tokens[this.#next - 1]?.text !== close) this.#expect(close);
        return items;
      }
    }
  }

  #entries(): readonly (readonly [Expr, Expr])[] {
    const entries: (readonly [Expr, Expr])[] = [];
    while (!this.#take('}')) {
      const key = this.#conditional();
      this.#expect(':');
      entries.push([key, this.#conditional()]);
      if (!this.#take(',')) {
        this.#expect('}');
        return entries;
      }
    }
    return entries;
  }

  #expect(text: string): void {
    const token = this.#peek();
    if (this.#take(text)) return;
    if (token.kind === 'end') throw this.#problem(token, `missing '${text}' at '<EOF>'`);
    throw this.#problem(token, `extraneous input '${token.text}' expecting '${text}'`);
  }

  #unexpected(token: Token): SyntaxProblem {
    const previous = this.tokens[this.#next - 1];
    const stray = token.kind !== 'end' || previous?.text === '!' || previous?.text === '-';
    return this.#problem(token, `${stray ? 'extraneous' : 'mismatched'} input '${token.text}' expecting ${OPERAND}`);
  }

  #peek(): Token {
    return this.tokens[this.#next] ?? { kind: 'end', text: '<EOF>', at: 0 };
  }

  #advance(): Token {
    const token = this.#peek();
    this.#next++;
    return token;
  }

  #take(text: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'symbol' || token.text !== text) return false;
    this.#next++;
    return true;
  }

  #fail(token: Token, message: string): void {
    this.problems.push({ at: token.at, message: `Syntax error: ${message}` });
  }

  #problem(token: Token, message: string): SyntaxProblem {
    return new SyntaxProblem({ at: token.at, message: `Syntax error: ${message}` });
  }
}

const LEVELS: readonly ReadonlySet<string>[] = [new Set(['||']), new Set(['&&']), RELATIONS, new Set(['+', '-']), new Set(['*', '/', '%'])];
