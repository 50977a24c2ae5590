import { jsonSyntaxError, goUtf8 } from '../../base/go';
import { isObject } from '../../kube/json';

/** json.Unmarshal into a struct: `null` and absent members are zero values. Throws Go's text for what is no JSON object. */
export function unmarshalObject(body: Uint8Array): Readonly<Record<string, unknown>> {
  const wrong = jsonSyntaxError(body);
  if (wrong !== undefined) throw new Error(wrong);
  const value: unknown = JSON.parse(goUtf8(body));
  return isObject(value) ? value : {};
}

/** A json.Decoder's first value, which tells an empty or broken stream in other words. */
export function decodeObject(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    return unmarshalObject(body);
  } catch (error) {
    if (!(error instanceof Error) || error.message !== 'unexpected end of JSON input') throw error;
    const empty = new TextDecoder().decode(body).trim() === '';
    throw new Error(empty ? 'EOF' : 'unexpected EOF', { cause: error });
  }
}

export function memberObject(of: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const value = of[name];
  return isObject(value) ? value : {};
}

export function memberText(of: Readonly<Record<string, unknown>>, name: string): string {
  const value = of[name];
  return typeof value === 'string' ? value : '';
}

export function memberNumber(of: Readonly<Record<string, unknown>>, name: string): number {
  const value = of[name];
  return typeof value === 'number' ? value : 0;
}

export function memberList(of: Readonly<Record<string, unknown>>, name: string): readonly unknown[] {
  const value = of[name];
  return Array.isArray(value) ? (value as unknown[]) : [];
}

export function memberTexts(of: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  return memberList(of, name).filter((value): value is string => typeof value === 'string');
}
