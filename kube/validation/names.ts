import { DNS_SUBDOMAIN_MAX, dnsLabelErrors, dns1035LabelErrors, dnsSubdomainErrors, isDnsSubdomainText, subdomainRule } from './dns';
import { byteLength, maxBytes, maxCharacters, regexError } from './regex-error';

/** apimachinery's ValidateNameFunc: problems with a name; with `prefix` the text is a generateName, whose end is still to come. */
export type NameRule = (name: string, prefix: boolean) => readonly string[];

const NAME_PART_MAX = 63;
const CONFIG_KEY_MAX = 253;

const NAME_PART = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${NAME_PART})?`;
const CONFIG_KEY = '[-._a-zA-Z0-9]+';

const NAME_PART_RULE = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

const NAME_PART_PATTERN = new RegExp(`^${NAME_PART}$`);
const LABEL_VALUE_PATTERN = new RegExp(`^${LABEL_VALUE}$`);
const CONFIG_KEY_PATTERN = new RegExp(`^${CONFIG_KEY}$`);

/** Label keys, finalizers and their like: `name` or `dns.prefix/name`. */
export function qualifiedNameErrors(value: string): string[] {
  const parts = value.split('/');
  if (parts.length > 2) return [qualifiedNameRule()];
  const name = parts[parts.length - 1] ?? '';
  const prefix = parts.length === 2 ? prefixErrors(parts[0] ?? '') : [];
  return [...prefix, ...namePartErrors(name)];
}

function qualifiedNameRule(): string {
  const rule = regexError(`a valid label key ${NAME_PART_RULE}`, NAME_PART, 'MyName', 'my.name', '123-abc');
  return `${rule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`;
}

function prefixErrors(prefix: string): string[] {
  if (prefix === '') return ['prefix part must be non-empty'];
  const errors = byteLength(prefix) > DNS_SUBDOMAIN_MAX ? [maxBytes(DNS_SUBDOMAIN_MAX)] : [];
  return (isDnsSubdomainText(prefix) ? errors : [...errors, subdomainRule()]).map((text) => `prefix part ${text}`);
}

function namePartErrors(name: string): string[] {
  const errors: string[] = [];
  if (name === '') errors.push('name part must be non-empty');
  else if (byteLength(name) > NAME_PART_MAX) errors.push(`name part ${maxBytes(NAME_PART_MAX)}`);
  if (NAME_PART_PATTERN.test(name)) return errors;
  return [...errors, `name part ${regexError(NAME_PART_RULE, NAME_PART, 'MyName', 'my.name', '123-abc')}`];
}

export function labelValueErrors(value: string): string[] {
  const errors = byteLength(value) > NAME_PART_MAX ? [maxBytes(NAME_PART_MAX)] : [];
  if (LABEL_VALUE_PATTERN.test(value)) return errors;
  const rule = `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`;
  return [...errors, regexError(rule, LABEL_VALUE, 'MyValue', 'my_value', '12345')];
}

/** Keys of ConfigMaps and Secrets, which become file names. */
export function configKeyErrors(value: string): string[] {
  const errors = byteLength(value) > CONFIG_KEY_MAX ? [maxCharacters(CONFIG_KEY_MAX)] : [];
  if (!CONFIG_KEY_PATTERN.test(value)) {
    const rule = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
    return [...errors, regexError(rule, CONFIG_KEY, 'key.name', 'KEY_NAME', 'key-name')];
  }
  if (value === '.') return [...errors, "must not be '.'"];
  if (value === '..') return [...errors, "must not be '..'"];
  return value.startsWith('..') ? [...errors, "must not start with '..'"] : errors;
}

/** What a URL can carry as one path segment: the rule of every kind. */
export const pathSegmentName: NameRule = (name, prefix) => {
  if (!prefix && (name === '.' || name === '..')) return [`may not be '${name}'`];
  return ['/', '%'].filter((char) => name.includes(char)).map((char) => `may not contain '${char}'`);
};

export const anyName: NameRule = () => [];

export const dnsSubdomainName: NameRule = (name, prefix) => dnsSubdomainErrors(prefix ? withoutTrailingDash(name) : name);

export const dnsLabelName: NameRule = (name, prefix) => dnsLabelErrors(prefix ? withoutTrailingDash(name) : name);

export const dns1035Name: NameRule = (name, prefix) => dns1035LabelErrors(prefix ? withoutTrailingDash(name) : name);

/** A generateName may end in a dash, since more follows. */
function withoutTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}
