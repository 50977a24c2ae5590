/** Query parameters as Go's url.ParseQuery reads them: parts with a semicolon or a broken escape are dropped. */
export type Query = ReadonlyMap<string, readonly string[]>;

const NOTHING: Query = new Map();

/** `raw` is what follows the question mark. */
export function parseQuery(raw: string): Query {
  if (raw === '') return NOTHING;
  const values = new Map<string, string[]>();
  for (const part of raw.split('&')) {
    if (part === '' || part.includes(';')) continue;
    const equals = part.indexOf('=');
    const key = unescape(equals < 0 ? part : part.slice(0, equals));
    const value = unescape(equals < 0 ? '' : part.slice(equals + 1));
    if (key === undefined || value === undefined) continue;
    const list = values.get(key);
    if (list === undefined) values.set(key, [value]);
    else list.push(value);
  }
  return values;
}

/** Empty when the parameter is absent. */
export function firstValue(query: Query, name: string): string {
  return query.get(name)?.[0] ?? '';
}

function unescape(text: string): string | undefined {
  if (!text.includes('%') && !text.includes('+')) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
