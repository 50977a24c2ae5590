/** What a plain scalar stands for in YAML 1.1 as go-yaml 2 reads it. */
export type Resolved =
  | { readonly tag: 'str'; readonly value: string }
  | { readonly tag: 'bool'; readonly value: boolean }
  | { readonly tag: 'int'; readonly value: bigint }
  | { readonly tag: 'float'; readonly value: number }
  | { readonly tag: 'timestamp'; readonly value: string }
  | { readonly tag: 'null' };

const TRUE = ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'];
const FALSE = ['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'];
const NULL = ['', '~', 'null', 'Null', 'NULL'];
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const TIMESTAMP = /^\d{4}-\d\d?-\d\d?(?:[Tt]\d\d?:\d\d?:\d\d?(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)| \d\d?:\d\d?:\d\d?(?:\.\d+)?)?$/;
const INTEGER = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;

export function resolvePlain(text: string): Resolved {
  if (TRUE.includes(text)) return { tag: 'bool', value: true };
  if (FALSE.includes(text)) return { tag: 'bool', value: false };
  if (NULL.includes(text)) return { tag: 'null' };
  return resolveNumber(text) ?? { tag: 'str', value: text };
}

/** Whether a plain scalar of this text would be read back as this text. */
export function staysText(text: string): boolean {
  return resolvePlain(text).tag === 'str' && !BASE_60.test(text);
}

function resolveNumber(text: string): Resolved | undefined {
  if (!/^[-+.0-9]/.test(text)) return undefined;
  if (/^[-+]?\.(inf|Inf|INF)$/.test(text)) return { tag: 'float', value: text.startsWith('-') ? -Infinity : Infinity };
  if (/^\.(nan|NaN|NAN)$/.test(text)) return { tag: 'float', value: NaN };
  if (TIMESTAMP.test(text)) return { tag: 'timestamp', value: text };
  const plain = text.startsWith('.') ? text : text.replaceAll('_', '');
  const value = integer(plain);
  if (value !== undefined) return { tag: 'int', value };
  return FLOAT.test(plain) && Number.isFinite(Number(plain)) ? { tag: 'float', value: Number(plain) } : undefined;
}

/** strconv.ParseInt with base 0, or ParseUint: 64 bits. */
function integer(text: string): bigint | undefined {
  const [, sign, digits = ''] = INTEGER.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const isOctal = /^0[0-7]+$/.test(digits);
  const magnitude = BigInt(isOctal ? `0o${digits.slice(1)}` : digits.toLowerCase());
  if (sign === '-') return magnitude <= 2n ** 63n ? -magnitude : undefined;
  return magnitude < (sign === '+' ? 2n ** 63n : 2n ** 64n) ? magnitude : undefined;
}
