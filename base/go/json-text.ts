// encoding/json escapes these too, so that its output can stand in HTML and in JavaScript.
const HTML = /[<>&\u2028\u2029]/g;
const SPECIAL = /["\\<>&\u0000-\u001f\u2028\u2029]/;

/** A string as encoding/json writes it, in quotes. */
export function jsonString(text: string): string {
  return SPECIAL.test(text) ? escapeHtml(JSON.stringify(text)) : `"${text}"`;
}

/** JSON.stringify's output, made to look like encoding/json's. */
export function escapeHtml(json: string): string {
  return json.replace(HTML, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Bytewise order of the UTF-8 forms, as Go sorts strings: code units would put U+FFxx behind an emoji. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return weight(a, at) - weight(b, at);
}

/** Surrogates stand for code points above all others; a text that ends comes first. */
function weight(text: string, at: number): number {
  const unit = at < text.length ? text.charCodeAt(at) : -1;
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** json.MarshalIndent with two spaces of what is compact JSON already; empty objects and arrays stay closed. */
export function indentJson(compact: string): string {
  const out: string[] = [];
  let depth = 0;
  const line = (): string => `\n${'  '.repeat(depth)}`;
  for (const [token] of compact.matchAll(/"(?:[^"\\]|\\.)*"|\{\}|\[\]|[[\]{},:]|[^"[\]{},:]+/g)) {
    if (token === '{' || token === '[') {
      depth++;
      out.push(token, line());
    } else if (token === '}' || token === ']') {
      depth--;
      out.push(line(), token);
    } else if (token === ',') out.push(token, line());
    else out.push(token === ':' ? ': ' : token);
  }
  return out.join('');
}
