const PLAIN = /^[A-Za-z][\w./:@=+-]*$/;
// Words that YAML 1.1 takes for something other than text.
const WORDS = /^(y|n|yes|no|on|off|true|false|null)$/i;

/** Block-style YAML of plain data: objects, lists, texts and booleans. Loading a YAML library would cost more than starting a lab. */
export function plainYaml(value: unknown, indent = ''): string {
  if (Array.isArray(value)) return value.map((item) => `${indent}- ${plainYaml(item, `${indent}  `).trimStart()}`).join('');
  if (typeof value !== 'object' || value === null) return `${scalar(value)}\n`;
  return Object.entries(value)
    .map(
      ([key, member]) =>
        `${indent}${key}:${isBlock(member) ? `\n${plainYaml(member, Array.isArray(member) ? indent : `${indent}  `)}` : ` ${plainYaml(member)}`}`,
    )
    .join('');
}

function isBlock(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : typeof value === 'object' && value !== null;
}

function scalar(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return PLAIN.test(value) && !WORDS.test(value) && !value.endsWith(':') ? value : JSON.stringify(value);
}
