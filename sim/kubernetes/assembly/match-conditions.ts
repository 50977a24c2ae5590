import type { Json } from '../../../kube/json';
import type { ConditionEvaluator } from '../admission';
import { check } from '../custom/cel/checker';
import { evaluate } from '../custom/cel/evaluate';
import { parse } from '../custom/cel/parser';
import { celValue } from '../custom/cel/schema-types';
import { problemText, type Expr } from '../custom/cel/syntax';
import { DYN } from '../custom/cel/types';

const SCOPE = new Map(['object', 'oldObject', 'request'].map((name) => [name, DYN]));

/** Evaluates webhooks' match conditions, each compiled once. */
export function conditionEvaluator(): ConditionEvaluator {
  const compiled = new Map<string, Expr>();
  return (expression, variables) => {
    const expr = compiled.get(expression) ?? compile(expression);
    compiled.set(expression, expr);
    const values = Object.entries(variables).map(([name, value]) => [name, celValue(value as Json, {})] as const);
    const result = evaluate(expr, new Map(values));
    if (typeof result !== 'boolean') throw new Error('cel expression does not evaluate to bool');
    return result;
  };
}

function compile(expression: string): Expr {
  const parsed = parse(expression);
  if ('problems' in parsed) throw new Error(problemText(expression, parsed.problems));
  const { problems } = check(parsed.expr, SCOPE);
  if (problems.length > 0) throw new Error(problemText(expression, problems));
  return parsed.expr;
}
