import { ApiError } from '../api-error';

export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  /** Unescaped. */
  readonly value: string;
}

/** A field selector compiled once, for any number of objects. */
export interface FieldSelector {
  /** In the order of the sorted terms. */
  readonly requirements: readonly FieldRequirement[];
  /** Canonical: equal texts select the same objects. */
  readonly text: string;
  /** Selects everything. */
  readonly empty: boolean;
  /** `get` answers a field's value, empty when there is none. */
  matches(get: (field: string) => string): boolean;
  /** The only value `field` may have. */
  exactValue(field: string): string | undefined;
}

/** May rename a field and rewrite its value, drop the requirement by emptying both, or throw for a field that cannot be selected. */
export type FieldTransform = (field: string, value: string) => { readonly field: string; readonly value: string };

const OPERATORS = ['!=', '==', '='] as const;

/** What `fieldSelector=` says. Throws 400 with Go's explanation, or what `transform` throws. */
export function parseFieldSelector(text: string, transform: FieldTransform = keep): FieldSelector {
  const requirements = splitTerms(text)
    .sort()
    .filter((term) => term !== '')
    .map((term) => parseTerm(text, term));
  return compile(requirements.flatMap((requirement) => transformed(requirement, transform)));
}

export function escapeFieldValue(value: string): string {
  return value.replace(/[\\,=]/g, '\\$&');
}

function keep(field: string, value: string): { field: string; value: string } {
  return { field, value };
}

/** At backslash-free commas; escapes stay. */
function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === ',') {
      terms.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...terms, text.slice(start)];
}

function parseTerm(selector: string, term: string): FieldRequirement {
  const at = term.search(/!=|=/);
  if (at < 0) throw ApiError.badRequest(`invalid selector: '${selector}'; can't understand '${term}'`);
  const operator = OPERATORS.find((sign) => term.startsWith(sign, at)) ?? '=';
  const value = unescape(term.slice(at + operator.length));
  return { field: term.slice(0, at), operator: operator === '!=' ? '!=' : '=', value };
}

function unescape(escaped: string): string {
  let value = '';
  const chars = Array.from(escaped);
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] ?? '';
    if (char === ',' || char === '=') {
      throw ApiError.badRequest(`invalid field selector: unescaped character in value: ${char.charCodeAt(0)}`);
    }
    if (char !== '\\') {
      value += char;
      continue;
    }
    const next = chars[++i] ?? '';
    if (next === '' || !'\\,='.includes(next)) {
      throw ApiError.badRequest(`invalid field selector: invalid escape sequence: \\${next}`);
    }
    value += next;
  }
  return value;
}

function transformed(requirement: FieldRequirement, transform: FieldTransform): readonly FieldRequirement[] {
  const { field, value } = transform(requirement.field, requirement.value);
  return field === '' && value === '' ? [] : [{ field, operator: requirement.operator, value }];
}

function compile(requirements: readonly FieldRequirement[]): FieldSelector {
  return {
    requirements,
    text: requirements.map(({ field, operator, value }) => `${field}${operator}${escapeFieldValue(value)}`).join(','),
    empty: requirements.length === 0,
    matches: (get) => requirements.every(({ field, operator, value }) => (get(field) === value) === (operator === '=')),
    exactValue: (field) => requirements.find((requirement) => requirement.field === field && requirement.operator === '=')?.value,
  };
}

export const everyField: FieldSelector = compile([]);
