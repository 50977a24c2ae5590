import { goJson } from '../../../../../base/go';
import { FieldErrors, Verbatim, type FieldError } from '../../../../../kube/field-error';
import { isObject, type JsonObject } from '../../../../../kube/json';
import type { ValidationRule } from '../../../../../kube/types/apiextensions';
import { costOf } from '../../../custom/cel/cost';
import { rulesOf, type CompiledRule } from '../../../custom/cel/rules';
import { schemaType } from '../../../custom/cel/schema-types';
import { hasBelow } from '../../../custom/schema/has-below';
import { costText, RULE_LIMIT, TotalCost } from './rule-cost';
import { schemaAt } from './selectable-fields';

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

/** Where a rule stands. */
interface Place {
  readonly path: string;
  readonly isRoot: boolean;
  /** How often values of the schema can occur in one object. */
  readonly occurrences: number;
  /** The nearest list or map whose items cannot be followed through an update. */
  readonly uncorrelatable: string | undefined;
  readonly total: TotalCost;
}

/** x-kubernetes-validations anywhere in a schema: their texts, their types and what they may cost. */
export function ruleErrors(schema: JsonObject, path: string): readonly FieldError[] {
  if (!hasBelow(schema, 'x-kubernetes-validations')) return [];
  const total = new TotalCost();
  const errors = errorsBelow(schema, { path, isRoot: true, occurrences: 1, uncorrelatable: undefined, total });
  return [...errors, ...total.errors(path)];
}

function errorsBelow(schema: JsonObject, place: Place): readonly FieldError[] {
  if (!hasBelow(schema, 'x-kubernetes-validations')) return [];
  return [...childErrors(schema, place), ...ownErrors(schema, place)];
}

function childErrors(schema: JsonObject, place: Place): readonly FieldError[] {
  const { properties, additionalProperties, items } = schema;
  const { path, uncorrelatable } = place;
  const max = schemaType(schema).max ?? 1;
  const many = { ...place, isRoot: false, occurrences: place.occurrences * max };
  const isMapList = schema['x-kubernetes-list-type'] === 'map';
  const inProperties = schema['x-kubernetes-map-type'] === 'atomic' ? (uncorrelatable ?? path) : uncorrelatable;
  return [
    ...(isObject(additionalProperties) ? errorsBelow(additionalProperties, { ...many, path: `${path}.additionalProperties` }) : []),
    ...(isObject(properties) ? Object.keys(properties).sort() : []).flatMap((name) => {
      const property = isObject(properties) ? properties[name] : undefined;
      const inside = { ...place, isRoot: false, path: `${path}.properties[${name}]`, uncorrelatable: inProperties };
      return isObject(property) ? errorsBelow(property, inside) : [];
    }),
    ...(isObject(items)
      ? errorsBelow(items, { ...many, path: `${path}.items`, uncorrelatable: isMapList ? uncorrelatable : (uncorrelatable ?? path) })
      : []),
  ];
}

function ownErrors(schema: JsonObject, place: Place): readonly FieldError[] {
  const rules = rulesOf(schema, place.isRoot);
  const texts = rules.flatMap(({ rule }, index) => textErrors(rule, schema, `${place.path}.x-kubernetes-validations[${index}]`));
  return texts.length > 0
    ? texts
    : rules.flatMap((rule, index) => compiledErrors(rule, place, `${place.path}.x-kubernetes-validations[${index}]`));
}

function textErrors(rule: ValidationRule, schema: JsonObject, path: string): readonly FieldError[] {
  const { rule: text = '', message, messageExpression, reason, fieldPath } = rule;
  const errors: FieldError[] = [];
  if (text.trim() === '') errors.push(FieldErrors.required(`${path}.rule`, 'rule is not specified'));
  if (message !== undefined && message !== '' && message.trim() === '')
    errors.push(FieldErrors.invalid(`${path}.message`, message, 'must be non-empty if specified'));
  else if (message?.trim().includes('\n') === true)
    errors.push(FieldErrors.invalid(`${path}.message`, message.trim(), 'must not contain line breaks'));
  else if (text.trim().includes('\n') && (message ?? '').trim() === '')
    errors.push(FieldErrors.required(`${path}.message`, 'message must be specified if rule contains line breaks'));
  if (messageExpression !== undefined && messageExpression !== '' && messageExpression.trim() === '')
    errors.push(FieldErrors.required(`${path}.messageExpression`, 'must be non-empty if specified'));
  if (reason !== undefined && !REASONS.includes(reason)) errors.push(FieldErrors.notSupported(`${path}.reason`, reason, REASONS));
  return [...errors, ...fieldPathErrors(fieldPath ?? '', schema, `${path}.fieldPath`)];
}

function fieldPathErrors(fieldPath: string, schema: JsonObject, path: string): readonly FieldError[] {
  if (fieldPath === '') return [];
  if (fieldPath.trim() === '') return [FieldErrors.invalid(path, fieldPath, 'must be non-empty if specified')];
  if (fieldPath.trim().includes('\n')) return [FieldErrors.invalid(path, fieldPath, 'must not contain line breaks')];
  return schemaAt(fieldPath, schema) === undefined ? [FieldErrors.invalid(path, fieldPath, 'must be a valid path')] : [];
}

function compiledErrors(compiled: CompiledRule, place: Place, path: string): readonly FieldError[] {
  const { rule, condition, message, usesOldSelf } = compiled;
  const shown = new Verbatim(goRule(rule));
  const cost = 'error' in condition ? 0 : costOf(condition) * place.occurrences;
  place.total.observe(`${path}.rule`, cost);
  const errors: FieldError[] = [];
  if (cost > RULE_LIMIT) errors.push(FieldErrors.forbidden(`${path}.rule`, costText('estimated rule cost', cost, RULE_LIMIT)));
  if ('error' in condition) errors.push(FieldErrors.invalid(`${path}.rule`, shown, `compilation failed: ${condition.error}`));
  else if (!['bool', 'dyn'].includes(condition.checked.type.name))
    errors.push(FieldErrors.invalid(`${path}.rule`, shown, 'cel expression must evaluate to a bool'));
  if (message !== undefined && 'error' in message)
    errors.push(FieldErrors.invalid(`${path}.messageExpression`, shown, `messageExpression compilation failed: ${message.error}`));
  else if (message !== undefined && !['string', 'dyn'].includes(message.checked.type.name))
    errors.push(FieldErrors.invalid(`${path}.messageExpression`, shown, 'messageExpression must evaluate to a string'));
  if (usesOldSelf && place.uncorrelatable !== undefined) {
    const why = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${place.uncorrelatable}`;
    errors.push(FieldErrors.invalid(`${path}.rule`, rule.rule, why));
  }
  return errors;
}

function goRule({ rule, message, messageExpression, reason, fieldPath, optionalOldSelf }: ValidationRule): string {
  const members = {
    Rule: rule ?? '',
    Message: message ?? '',
    MessageExpression: messageExpression ?? '',
    Reason: reason ?? null,
    FieldPath: fieldPath ?? '',
    OptionalOldSelf: optionalOldSelf ?? null,
  };
  return `{${Object.entries(members)
    .map(([name, value]) => `"${name}":${goJson(value)}`)
    .join(',')}}`;
}
