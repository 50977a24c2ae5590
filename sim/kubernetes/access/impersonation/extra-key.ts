import { goQuote } from '../../../../base/go';

const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const DOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const PATH_PATTERN = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const PATH = new RegExp(`^${PATH_PATTERN}$`);

/** Why constrained impersonation refuses a key or its values; undefined when it does not. */
export function extraKeyProblem(key: string, values: readonly string[]): string | undefined {
  if (key === '') return 'impersonating the empty string key in extra is not allowed';
  const invalid = pathProblem(key);
  if (invalid !== undefined) {
    return `impersonating an invalid key in extra is not allowed: extra.key: Invalid value: ${goQuote(invalid.value)}: ${invalid.why}`;
  }
  if (key !== key.toLowerCase()) return `impersonating a non-lowercase key in extra is not allowed: ${goQuote(key)}`;
  if (values.length === 0) return 'impersonating empty values in extra is not allowed';
  return values.includes('') ? 'impersonating the empty string value in extra is not allowed' : undefined;
}

/** apimachinery's IsDomainPrefixedPath. */
function pathProblem(key: string): { readonly value: string; readonly why: string } | undefined {
  const slash = key.indexOf('/');
  const [host, path] = slash < 0 ? ['', ''] : [key.slice(0, slash), key.slice(slash + 1)];
  if (host === '' || path === '') return { value: key, why: 'must be a domain-prefixed path (such as "acme.io/foo")' };
  if (!DOMAIN.test(host)) {
    const rule =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
    const pattern = '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*';
    return { value: host, why: `${rule} (e.g. 'example.com', regex used for validation is '${pattern}')` };
  }
  return PATH.test(path) ? undefined : { value: path, why: `Invalid path (regex used for validation is '${PATH_PATTERN}')` };
}
