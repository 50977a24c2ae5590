import { jsonSyntaxError } from '../../../../base/go';

/** Why json.Unmarshal cannot put these bytes into a map[string]any; undefined when it can. */
export function jsonObjectFault(bytes: Uint8Array): string | undefined {
  const fault = jsonSyntaxError(bytes);
  if (fault !== undefined) return fault;
  const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
  // null leaves the map as it is.
  if (value === null) return undefined;
  const kind = Array.isArray(value) ? 'array' : GO_KINDS[typeof value];
  return kind === undefined ? undefined : `json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`;
}

const GO_KINDS: Readonly<Record<string, string>> = { string: 'string', number: 'number', boolean: 'bool' };
