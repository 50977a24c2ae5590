/** What makes label keys and values valid, with apimachinery's explanations. No finding means valid. */

const NAME_RULE = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const NAME_PATTERN = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const LABEL_PATTERN = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN_PATTERN = `${LABEL_PATTERN}(\\.${LABEL_PATTERN})*`;

const NAME = new RegExp(`^${NAME_PATTERN}$`);
const VALUE = new RegExp(`^(${NAME_PATTERN})?$`);
const SUBDOMAIN = new RegExp(`^${SUBDOMAIN_PATTERN}$`);

const MAX_NAME = 63;
const MAX_SUBDOMAIN = 253;

const NAME_PROBLEM = explained(NAME_RULE, NAME_PATTERN, ['MyName', 'my.name', '123-abc']);
const VALUE_PROBLEM = explained(`a valid label must be an empty string or ${NAME_RULE.slice('must '.length)}`, `(${NAME_PATTERN})?`, [
  'MyValue',
  'my_value',
  '12345',
]);
const SUBDOMAIN_PROBLEM = explained(SUBDOMAIN_RULE, SUBDOMAIN_PATTERN, ['example.com']);

export function labelKeyProblems(key: string): readonly string[] {
  const parts = key.split('/');
  const name = parts[parts.length - 1] ?? '';
  if (parts.length > 2)
    return [`a valid label key ${NAME_PROBLEM} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  return [...(parts.length === 2 ? prefixProblems(parts[0] ?? '') : []), ...nameProblems(name)];
}

export function labelValueProblems(value: string): readonly string[] {
  const long = byteLength(value) > MAX_NAME ? [tooLong(MAX_NAME)] : [];
  return VALUE.test(value) ? long : [...long, VALUE_PROBLEM];
}

export function subdomainProblems(name: string): readonly string[] {
  const long = byteLength(name) > MAX_SUBDOMAIN ? [tooLong(MAX_SUBDOMAIN)] : [];
  return SUBDOMAIN.test(name) ? long : [...long, SUBDOMAIN_PROBLEM];
}

function prefixProblems(prefix: string): readonly string[] {
  const problems = prefix === '' ? ['must be non-empty'] : subdomainProblems(prefix);
  return problems.map((problem) => `prefix part ${problem}`);
}

function nameProblems(name: string): readonly string[] {
  const problems: string[] = [];
  if (name === '') problems.push('must be non-empty');
  else if (byteLength(name) > MAX_NAME) problems.push(tooLong(MAX_NAME));
  if (!NAME.test(name)) problems.push(NAME_PROBLEM);
  return problems.map((problem) => `name part ${problem}`);
}

function tooLong(bytes: number): string {
  return `must be no more than ${bytes} bytes`;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

function explained(rule: string, pattern: string, examples: readonly string[]): string {
  const list = examples.map((example) => `'${example}', `).join(' or ');
  return `${rule} (e.g. ${list}regex used for validation is '${pattern}')`;
}
