import { FieldErrors, Verbatim, type FieldError } from '../../../../kube/field-error';
import { isObject, type Json, type JsonObject } from '../../../../kube/json';
import { evaluate, type Activation } from '../cel/evaluate';
import { rulesOf, type CompiledRule } from '../cel/rules';
import { asResource, celValue } from '../cel/schema-types';
import { CelError, Optional, type CelValue } from '../cel/values';
import { childOf } from '../schema/children';
import { hasBelow } from '../schema/has-below';
import { sameTree } from '../../../../kube/same-tree';
import { correlatedItem, correlatedMember } from './correlation';

interface Subject {
  readonly value: Json;
  readonly schema: JsonObject;
  readonly old: Json | undefined;
  readonly path: string;
}

/** x-kubernetes-validations of a whole object: those of a value come before those of what is in it. */
export function brokenRules(value: JsonObject, schema: JsonObject, old: JsonObject | undefined): readonly FieldError[] {
  return brokenBelow({ value, schema, old, path: '' });
}

function brokenBelow(subject: Subject): readonly FieldError[] {
  const { value, schema, old, path } = subject;
  if (!hasBelow(schema, 'x-kubernetes-validations')) return [];
  const own = value === null ? [] : brokenHere(subject);
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!isObject(items)) return own;
    const inner = value.flatMap((item, index) =>
      brokenBelow({ value: item, schema: items, old: correlatedItem(schema, item, old), path: `${path}[${index}]` }),
    );
    return [...own, ...inner];
  }
  if (!isObject(value)) return own;
  const inner = Object.keys(value)
    .sort()
    .flatMap((name) => brokenMember(subject, name, value[name] ?? null));
  return [...own, ...inner];
}

function brokenMember({ schema, old, path }: Subject, name: string, value: Json): readonly FieldError[] {
  const child = childOf(schema, name);
  if (child === undefined) return [];
  const isProperty = isObject(schema.properties) && Object.hasOwn(schema.properties, name);
  const inner = isProperty ? (path === '' ? name : `${path}.${name}`) : `${path}[${name}]`;
  return brokenBelow({ value, schema: child, old: correlatedMember(schema, name, old), path: inner });
}

function brokenHere(subject: Subject): readonly FieldError[] {
  const { value, schema, old, path } = subject;
  const rules = rulesOf(schema, path === '');
  if (rules.length === 0) return [];
  const shown = path === '' ? asResource(schema) : schema;
  const self = celValue(value, shown);
  const unchanged = old !== undefined && sameTree(old, value);
  const oldSelf = old === undefined || old === null ? undefined : celValue(old, shown);
  return rules.flatMap((rule) => {
    // What did not change was accepted once, unless the rule is about change.
    if (unchanged && !rule.usesOldSelf) return [];
    if (rule.usesOldSelf && oldSelf === undefined && rule.rule.optionalOldSelf !== true) return [];
    return broken(rule, { ...subject, scope: scopeOf(rule, self, oldSelf) });
  });
}

function scopeOf({ rule }: CompiledRule, self: CelValue, oldSelf: CelValue | undefined): Activation {
  const old = rule.optionalOldSelf === true ? new Optional(oldSelf) : oldSelf;
  return new Map<string, CelValue>([['self', self], ...(old === undefined ? [] : [['oldSelf', old] satisfies [string, CelValue]])]);
}

function broken(compiled: CompiledRule, subject: Subject & { readonly scope: Activation }): readonly FieldError[] {
  const { rule, condition } = compiled;
  const { schema, path, value, scope } = subject;
  const text = (rule.rule ?? '').trim();
  const at = path === '' ? '<nil>' : path;
  const type = typeof schema.type === 'string' ? schema.type : '';
  if ('error' in condition) return [FieldErrors.invalid(at, type, `rule compile error: ${condition.error}`)];
  try {
    if (evaluate(condition.expr, scope) === true) return [];
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    const noOverload = error.message === 'no such overload';
    const why = noOverload
      ? `'${error.message}': call arguments did not match a supported operator, function or macro signature for rule: ${text}`
      : `${error.message} evaluating rule: ${text}`;
    return [FieldErrors.invalid(at, type, why)];
  }
  const message = messageOf(compiled, scope) ?? ((rule.message ?? '').trim() === '' ? `failed rule: ${text}` : (rule.message ?? '').trim());
  const field = `${path}${rule.fieldPath ?? ''}`;
  return [errorOf(rule.reason, field.startsWith('.') ? field.slice(1) : field === '' ? '<nil>' : field, { value, message })];
}

/** Undefined when there is none, or when it says nothing of use. */
function messageOf({ message }: CompiledRule, scope: Activation): string | undefined {
  if (message === undefined || 'error' in message) return undefined;
  try {
    const text = evaluate(message.expr, scope);
    return typeof text === 'string' && text.trim() !== '' && !text.includes('\n') ? text.trim() : undefined;
  } catch {
    return undefined;
  }
}

function errorOf(
  reason: string | undefined,
  field: string,
  { value, message }: { readonly value: Json; readonly message: string },
): FieldError {
  if (reason === 'FieldValueForbidden') return FieldErrors.forbidden(field, message);
  if (reason === 'FieldValueRequired') return FieldErrors.required(field, message);
  // Objects and lists are not repeated in the error.
  const isScalar = typeof value !== 'object';
  if (reason === 'FieldValueDuplicate') return FieldErrors.duplicate(field, isScalar ? value : new Verbatim(''));
  return isScalar
    ? FieldErrors.invalid(field, value, message)
    : { reason: 'FieldValueInvalid', field, message: `Invalid value: ${message}` };
}
