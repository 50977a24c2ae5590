import { ApiError } from '../api-error';
import { FieldErrors } from '../field-error';
import { aggregateText } from './aggregate';
import { labelTokens } from './label-lexer';
import { labelKeyProblems } from './label-syntax';
import { requirementProblems } from './requirement';
import type { Token, TokenKind } from './label-lexer';
import type { Operator, Requirement } from './requirement';

const OPERATORS: Readonly<Partial<Record<TokenKind, Operator>>> = {
  in: 'in',
  notin: 'notin',
  '=': '=',
  '==': '==',
  '!=': '!=',
  '>': 'gt',
  '<': 'lt',
};
const OPERATOR_LIST = 'in, notin, =, ==, !=, gt, lt';

/** The requirements of a label selector in the order written. Throws 400 with Go's explanation. */
export function parseLabelRequirements(text: string): readonly Requirement[] {
  const parser = new Parser(labelTokens(text));
  try {
    return parser.requirements();
  } catch (error) {
    if (error instanceof SyntaxProblem) throw ApiError.badRequest(error.message);
    throw error;
  }
}

class SyntaxProblem extends Error {}

class Parser {
  private position = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  requirements(): readonly Requirement[] {
    const found: Requirement[] = [];
    let token = this.peek();
    if (token.kind === 'end') return found;
    if (!startsRequirement(token)) throw new SyntaxProblem(`found '${token.text}', expected: !, identifier, or 'end of string'`);
    for (;;) {
      found.push(this.namedRequirement());
      token = this.take();
      if (token.kind === 'end') return found;
      if (token.kind !== ',') throw new SyntaxProblem(`found '${token.text}', expected: ',' or 'end of string'`);
      const next = this.peek();
      if (!startsRequirement(next)) throw new SyntaxProblem(`found '${next.text}', expected: identifier after ','`);
    }
  }

  private namedRequirement(): Requirement {
    try {
      return this.requirement();
    } catch (error) {
      if (error instanceof SyntaxProblem) throw new SyntaxProblem(`unable to parse requirement: ${error.message}`);
      throw error;
    }
  }

  private requirement(): Requirement {
    const negated = this.peek().kind === '!';
    if (negated) this.take();
    const key = this.take();
    if (key.kind !== 'identifier') throw new SyntaxProblem(`found '${key.text}', expected: identifier`);
    const problems = labelKeyProblems(key.text);
    if (problems.length > 0) throw new SyntaxProblem(aggregateText([FieldErrors.invalid('<nil>', key.text, problems.join('; '))]));
    if (negated) return { key: key.text, operator: '!', values: [] };
    if (this.peek().kind === 'end' || this.peek().kind === ',') return { key: key.text, operator: 'exists', values: [] };
    return this.comparison(key.text);
  }

  private comparison(key: string): Requirement {
    const sign = this.take('operator');
    const operator = OPERATORS[sign.kind];
    if (operator === undefined) throw new SyntaxProblem(`found '${sign.text}', expected: ${OPERATOR_LIST}`);
    const values = operator === 'in' || operator === 'notin' ? this.valueSet() : [this.exactValue()];
    const requirement = { key, operator, values: [...new Set(values)].sort() };
    const problems = requirementProblems(requirement);
    if (problems.length > 0) throw new SyntaxProblem(aggregateText(problems));
    return requirement;
  }

  private exactValue(): string {
    if (this.peek().kind === 'end' || this.peek().kind === ',') return '';
    const value = this.take();
    if (value.kind !== 'identifier') throw new SyntaxProblem(`found '${value.text}', expected: identifier`);
    return value.text;
  }

  private valueSet(): readonly string[] {
    const open = this.take();
    if (open.kind !== '(') throw new SyntaxProblem(`found '${open.text}' expected: '('`);
    const first = this.peek();
    if (first.kind === ')') {
      this.take();
      return [''];
    }
    if (first.kind !== 'identifier' && first.kind !== ',')
      throw new SyntaxProblem(`found '${first.text}', expected: ',', ')' or identifier`);
    return this.valueList();
  }

  /** Up to and with the closing parenthesis; a missing value is the empty one. */
  private valueList(): readonly string[] {
    const values: string[] = [];
    for (;;) {
      const token = this.take();
      if (token.kind === 'identifier') {
        values.push(token.text);
        const next = this.peek();
        if (next.kind !== ',' && next.kind !== ')') throw new SyntaxProblem(`found '${next.text}', expected: ',' or ')'`);
        if (next.kind === ')') break;
      } else if (token.kind === ',') {
        const next = this.peek();
        if (values.length === 0 || next.kind === ',' || next.kind === ')') values.push('');
        if (next.kind === ')') break;
      } else {
        throw new SyntaxProblem(`found '${token.text}', expected: ',', or identifier`);
      }
    }
    this.take();
    return values;
  }

  /** `in` and `notin` are words like others except where an operator stands. */
  private peek(context: 'value' | 'operator' = 'value'): Token {
    const token = this.tokens[this.position] ?? { kind: 'end', text: '' };
    const word = context === 'value' && (token.kind === 'in' || token.kind === 'notin');
    return word ? { kind: 'identifier', text: token.text } : token;
  }

  private take(context: 'value' | 'operator' = 'value'): Token {
    const token = this.peek(context);
    this.position++;
    return token;
  }
}

function startsRequirement(token: Token): boolean {
  return token.kind === 'identifier' || token.kind === '!';
}
