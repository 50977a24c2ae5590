import { parseFieldSelector, parseLabelSelector } from '../../../kube/selectors';

/** What the query of a nameless GET says about it: list or watch, and a name when the field selector asks for exactly one. */
export function collectionTarget(query: string): { readonly verb: string; readonly name: string } {
  if (query === '') return { verb: 'list', name: '' };
  const values = firstValues(query);
  const watch = values.get('watch');
  const verb = watch === undefined || NO.has(watch.toLowerCase()) ? 'list' : 'watch';
  const selector = values.get('fieldSelector');
  return { verb, name: selector === undefined || !othersParse(values) ? '' : exactName(selector) };
}

/** Values of a boolean query parameter that say no; everything else, even an empty one, says yes. */
const NO: ReadonlySet<string> = new Set(['false', '0']);

// strconv.ParseInt(base 10, 64 bits), which takes a sign and no space.
const INTEGER = /^[+-]?\d+$/;

// When one parameter cannot be read, the server forgets the selectors of all.
function othersParse(values: ReadonlyMap<string, string>): boolean {
  const integers = [values.get('limit'), values.get('timeoutSeconds')];
  if (integers.some((text) => text !== undefined && !INTEGER.test(text))) return false;
  return parsed(() => parseLabelSelector(values.get('labelSelector') ?? '')) !== undefined;
}

/** The value that `metadata.name` must equal, when it can be a path segment; empty otherwise, also for a selector that cannot be parsed. */
function exactName(selector: string): string {
  const name = parsed(() => parseFieldSelector(selector).exactValue('metadata.name')) ?? '';
  return name === '.' || name === '..' || /[/%]/.test(name) ? '' : name;
}

function parsed<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

/** url.ParseQuery, first value of each key: parts with a semicolon or a broken escape are dropped. */
function firstValues(query: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const part of query.split('&')) {
    if (part === '' || part.includes(';')) continue;
    const equals = part.indexOf('=');
    const key = unescapeQuery(equals < 0 ? part : part.slice(0, equals));
    const value = unescapeQuery(equals < 0 ? '' : part.slice(equals + 1));
    if (key === undefined || value === undefined || values.has(key)) continue;
    values.set(key, value);
  }
  return values;
}

function unescapeQuery(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
