import { isObject, type JsonObject } from '../../../../kube/json';
import type { ValidationRule } from '../../../../kube/types/apiextensions';
import { check, type Checked } from './checker';
import { parse } from './parser';
import { asResource, schemaType } from './schema-types';
import { problemText, type Expr } from './syntax';
import { optionalOf, type CelType } from './types';

export interface Compiled {
  readonly expr: Expr;
  readonly checked: Checked;
}

export interface CompiledRule {
  readonly rule: ValidationRule;
  /** What is wrong with the rule, or the expression. */
  readonly condition: Compiled | { readonly error: string };
  readonly message: Compiled | { readonly error: string } | undefined;
  readonly usesOldSelf: boolean;
}

const compiled = new WeakMap<JsonObject, readonly CompiledRule[]>();

/** The rules of one schema, without those below it. `isRoot`: of a whole object, whose name they may see. */
export function rulesOf(schema: JsonObject, isRoot: boolean): readonly CompiledRule[] {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const list = schema['x-kubernetes-validations'];
  const rules = Array.isArray(list) ? list.filter(isObject) : [];
  const self = schemaType(isRoot ? asResource(schema) : schema);
  const made = rules.map((rule) => compileRule(rule, self));
  compiled.set(schema, made);
  return made;
}

function compileRule(rule: ValidationRule, self: CelType): CompiledRule {
  const scope = new Map([
    ['self', self],
    ['oldSelf', rule.optionalOldSelf === true ? optionalOf(self) : self],
  ]);
  const condition = compile(rule.rule ?? '', scope);
  const message = (rule.messageExpression ?? '') === '' ? undefined : compile(rule.messageExpression ?? '', scope);
  return { rule, condition, message, usesOldSelf: 'expr' in condition && condition.checked.reads.has('oldSelf') };
}

function compile(source: string, scope: ReadonlyMap<string, CelType>): Compiled | { readonly error: string } {
  const parsed = parse(source);
  if ('problems' in parsed) return { error: problemText(source, parsed.problems) };
  const checked = check(parsed.expr, scope);
  return checked.problems.length > 0 ? { error: problemText(source, checked.problems) } : { expr: parsed.expr, checked };
}
