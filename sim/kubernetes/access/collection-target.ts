/** What the query of a nameless GET says about it: list or watch, and a name when the field selector asks for exactly one. */
export function collectionTarget(query: string, parsesLabels: (selector: string) => boolean = () => true): { verb: string; name: string } {
  if (query === '') return { verb: 'list', name: '' };
  const values = firstValues(query);
  const watch = values.get('watch');
  const verb = watch === undefined || NO.has(watch.toLowerCase()) ? 'list' : 'watch';
  return { verb, name: optionsParse(values, parsesLabels) ? exactName(values.get('fieldSelector') ?? '') : '' };
}

/** Values of a boolean query parameter that say no; everything else, even an empty one, says yes. */
const NO: ReadonlySet<string> = new Set(['false', '0']);

// strconv.ParseInt(base 10, 64 bits), which takes a sign and no space.
const INTEGER = /^[+-]?\d+$/;

// When one parameter cannot be read, the server forgets the selectors of all.
function optionsParse(values: ReadonlyMap<string, string>, parsesLabels: (selector: string) => boolean): boolean {
  const integers = [values.get('limit'), values.get('timeoutSeconds')];
  if (integers.some((text) => text !== undefined && !INTEGER.test(text))) return false;
  const labels = values.get('labelSelector');
  return labels === undefined || parsesLabels(labels);
}

/** The value that `metadata.name` must equal, when it can be a path segment; empty otherwise, also for a selector that cannot be parsed. */
function exactName(selector: string): string {
  const names: string[] = [];
  for (const term of splitTerms(selector).sort((a, b) => (a < b ? -1 : 1))) {
    const match = /^(.*?)(!=|==|=)(.*)$/s.exec(term);
    const value = match === null ? undefined : unescapeValue(match[3] ?? '');
    if (match === null || value === undefined) return '';
    if (match[1] === 'metadata.name' && match[2] !== '!=') names.push(value);
  }
  const name = names[0] ?? '';
  return name === '.' || name === '..' || /[/%]/.test(name) ? '' : name;
}

function splitTerms(selector: string): string[] {
  return (selector.match(/(?:\\.|[^,\\]|\\$)+/gs) ?? []).filter((term) => term !== '');
}

/** Undefined for a backslash before anything but backslash, comma and equals sign, and for a bare one of the latter two. */
function unescapeValue(text: string): string | undefined {
  if (!/^(?:\\[\\,=]|[^\\,=])*$/s.test(text)) return undefined;
  return text.replace(/\\(.)/gs, '$1');
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
