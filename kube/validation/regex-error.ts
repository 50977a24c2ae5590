/** validation.RegexError: a rule, its examples and the expression behind it. */
export function regexError(rule: string, expression: string, ...examples: string[]): string {
  const quoted = examples.map((example) => `'${example}'`).join(',  or ');
  return `${rule} (e.g. ${quoted}, regex used for validation is '${expression}')`;
}

export const maxCharacters = (count: number): string => `must be no more than ${count} characters`;

export const maxBytes = (count: number): string => `must be no more than ${count} bytes`;

/** Go counts bytes where JavaScript counts UTF-16 units. */
export function byteLength(text: string): number {
  // Only text outside ASCII is longer in UTF-8 than in UTF-16.
  return /^[\0-\x7f]*$/.test(text) ? text.length : new TextEncoder().encode(text).length;
}
