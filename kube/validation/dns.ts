import { byteLength, maxCharacters, regexError } from './regex-error';

/** RFC 1123 limits. */
export const DNS_LABEL_MAX = 63;
export const DNS_SUBDOMAIN_MAX = 253;

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';

const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const LABEL_1035_RULE =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";

const LABEL_PATTERN = new RegExp(`^${LABEL}$`);
const SUBDOMAIN_PATTERN = new RegExp(`^${SUBDOMAIN}$`);
const LABEL_1035_PATTERN = new RegExp(`^${LABEL_1035}$`);
const WILDCARD_PATTERN = new RegExp(`^\\*\\.${SUBDOMAIN}$`);

/** What is wrong with a DNS label, in apimachinery's words; empty when nothing is. */
export function dnsLabelErrors(value: string): string[] {
  const errors = byteLength(value) > DNS_LABEL_MAX ? [maxCharacters(DNS_LABEL_MAX)] : [];
  if (LABEL_PATTERN.test(value)) return errors;
  // A dot is the commonest mistake, so it gets its own text.
  if (SUBDOMAIN_PATTERN.test(value)) return [...errors, 'must not contain dots'];
  return [...errors, regexError(LABEL_RULE, LABEL, 'my-name', '123-abc')];
}

export function dnsSubdomainErrors(value: string): string[] {
  const errors = byteLength(value) > DNS_SUBDOMAIN_MAX ? [maxCharacters(DNS_SUBDOMAIN_MAX)] : [];
  return SUBDOMAIN_PATTERN.test(value) ? errors : [...errors, subdomainRule()];
}

/** The rule alone, without the length: prefixes of qualified names count bytes instead. */
export function subdomainRule(): string {
  return regexError(SUBDOMAIN_RULE, SUBDOMAIN, 'example.com');
}

export function isDnsSubdomainText(value: string): boolean {
  return SUBDOMAIN_PATTERN.test(value);
}

export function dns1035LabelErrors(value: string): string[] {
  const errors = byteLength(value) > DNS_LABEL_MAX ? [maxCharacters(DNS_LABEL_MAX)] : [];
  return LABEL_1035_PATTERN.test(value) ? errors : [...errors, regexError(LABEL_1035_RULE, LABEL_1035, 'my-name', 'abc-123')];
}

export function wildcardSubdomainErrors(value: string): string[] {
  const errors = byteLength(value) > DNS_SUBDOMAIN_MAX ? [maxCharacters(DNS_SUBDOMAIN_MAX)] : [];
  if (WILDCARD_PATTERN.test(value)) return errors;
  const rule =
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";
  return [...errors, regexError(rule, `\\*\\.${SUBDOMAIN}`, '*.example.com')];
}
