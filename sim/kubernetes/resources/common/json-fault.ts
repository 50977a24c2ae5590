/** Why json.Unmarshal cannot put these bytes into a map[string]any; undefined when it can. */
export function jsonObjectFault(bytes: Uint8Array): string | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (value === null) return undefined;
    const kind = Array.isArray(value) ? 'array' : KINDS[typeof value];
    return kind === undefined ? undefined : `json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`;
  } catch {
    return 'unexpected end of JSON input';
  }
}

const KINDS: Readonly<Record<string, string>> = { string: 'string', number: 'number', boolean: 'bool' };
