import { FieldErrors } from '../field-error';
import { labelKeyProblems, labelValueProblems } from './label-syntax';
import type { FieldError } from '../field-error';

export type Operator = 'in' | 'notin' | '=' | '==' | '!=' | 'gt' | 'lt' | 'exists' | '!';

/** One condition on one label. */
export interface Requirement {
  readonly key: string;
  readonly operator: Operator;
  /** As given; the text sorts them. */
  readonly values: readonly string[];
}

export type Labels = Readonly<Record<string, string>>;

const INTEGER = /^[+-]?[0-9]+$/;
const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

/** Why a requirement cannot stand, empty when it can. */
export function requirementProblems({ key, operator, values }: Requirement): readonly FieldError[] {
  const problems: FieldError[] = [];
  const keyProblems = labelKeyProblems(key);
  if (keyProblems.length > 0) problems.push(FieldErrors.invalid('key', key, keyProblems.join('; ')));
  problems.push(...countProblems(operator, values));
  values.forEach((value, i) => {
    const valueProblems = labelValueProblems(value);
    if (valueProblems.length > 0) problems.push(FieldErrors.invalid(`values[${i}][${key}]`, value, valueProblems.join('; ')));
  });
  return problems;
}

function countProblems(operator: Operator, values: readonly string[]): readonly FieldError[] {
  const wrong = (detail: string) => [FieldErrors.invalid('values', values, detail)];
  switch (operator) {
    case 'in':
    case 'notin':
      return values.length === 0 ? wrong("for 'in', 'notin' operators, values set can't be empty") : [];
    case '=':
    case '==':
    case '!=':
      return values.length === 1 ? [] : wrong('exact-match compatibility requires one single value');
    case 'exists':
    case '!':
      return values.length === 0 ? [] : wrong('values set must be empty for exists and does not exist');
    case 'gt':
    case 'lt':
      return [
        ...(values.length === 1 ? [] : wrong("for 'Gt', 'Lt' operators, exactly one value is required")),
        ...values.flatMap((value, i) =>
          parseInt64(value) === undefined
            ? [FieldErrors.invalid(`values[${i}]`, value, "for 'Gt', 'Lt' operators, the value must be an integer")]
            : [],
        ),
      ];
  }
}

/** The requirement as a test of an object's labels. */
export function compileRequirement({ key, operator, values }: Requirement): (labels: Labels) => boolean {
  const [first = ''] = values;
  const set = new Set(values);
  const has = (labels: Labels) => Object.hasOwn(labels, key);
  switch (operator) {
    case '=':
    case '==':
    case 'in':
      return set.size === 1 ? (labels) => has(labels) && labels[key] === first : (labels) => has(labels) && set.has(labels[key] ?? '');
    case '!=':
    case 'notin':
      return (labels) => !has(labels) || !set.has(labels[key] ?? '');
    case 'exists':
      return has;
    case '!':
      return (labels) => !has(labels);
    case 'gt':
    case 'lt':
      return compareWith(key, operator, parseInt64(first));
  }
}

function compareWith(key: string, operator: 'gt' | 'lt', bound: bigint | undefined): (labels: Labels) => boolean {
  return (labels) => {
    const value = Object.hasOwn(labels, key) ? parseInt64(labels[key] ?? '') : undefined;
    if (value === undefined || bound === undefined) return false;
    return operator === 'gt' ? value > bound : value < bound;
  };
}

const SIGNS: Readonly<Record<Operator, string>> = {
  '=': '=',
  '==': '==',
  '!=': '!=',
  in: ' in ',
  notin: ' notin ',
  gt: '>',
  lt: '<',
  exists: '',
  '!': '',
};

export function requirementText({ key, operator, values }: Requirement): string {
  const list = [...values].sort().join(',');
  const value = operator === 'in' || operator === 'notin' ? `(${list})` : list;
  return `${operator === '!' ? '!' : ''}${key}${SIGNS[operator]}${value}`;
}

function parseInt64(text: string): bigint | undefined {
  if (!INTEGER.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  return value >= INT64.min && value <= INT64.max ? value : undefined;
}
