const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '`': '`',
  '?': '?',
};

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|([\s\S]))/g;

/** The value of a string literal with its quotes and an `r` in front of raw ones. */
export function stringLiteral(text: string): string {
  const { raw, inside } = opened(text);
  if (raw) return inside;
  return inside.replace(ESCAPE, (...groups: (string | undefined)[]) => {
    const [, x, u, long, octal, char = ''] = groups;
    const hex = x ?? u ?? long;
    if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
    return octal === undefined ? (SIMPLE[char] ?? char) : String.fromCodePoint(parseInt(octal, 8));
  });
}

/** Escapes by number are bytes here, everything else is UTF-8. */
export function bytesLiteral(text: string): Uint8Array {
  const { raw, inside } = opened(text);
  const encoder = new TextEncoder();
  if (raw) return encoder.encode(inside);
  const parts: number[] = [];
  for (const part of inside.split(/(\\x[0-9a-fA-F]{2}|\\[0-3][0-7]{2})/)) {
    if (/^\\x[0-9a-fA-F]{2}$/.test(part)) parts.push(parseInt(part.slice(2), 16));
    else if (/^\\[0-3][0-7]{2}$/.test(part)) parts.push(parseInt(part.slice(1), 8));
    else parts.push(...encoder.encode(stringLiteral(`'${part}'`)));
  }
  return Uint8Array.from(parts);
}

function opened(text: string): { readonly raw: boolean; readonly inside: string } {
  const prefix = /^[rRbB]*/.exec(text)?.[0] ?? '';
  const quoted = text.slice(prefix.length);
  const width = /^("""|''')/.test(quoted) && quoted.length >= 6 ? 3 : 1;
  return { raw: /r/i.test(prefix), inside: quoted.slice(width, -width) };
}
