/** Whether Go takes the text for a domain: no trailing dot, no empty label, visible ASCII. A constraint may start with a dot. */
export function isDomainName(text: string, role: 'name' | 'constraint'): boolean {
  if (text === '') return true;
  const labels = role === 'constraint' && text.startsWith('.') ? text.slice(1) : text;
  return labels.split('.').every((label) => /^[!-~]+$/.test(label));
}

// RFC 2822 section 3.2.4, and backslash pairs outside quotes as in the examples of RFC 3696.
const ATOMS = /^(?:[0-9A-Za-z!#$%&'*+\-/=?^_`{|}~.]|\\[\s\S])*/;

/** Whether Go takes the text for a mailbox (RFC 2821 section 4.1.2), as it does for exact email constraints. */
export function isMailbox(text: string): boolean {
  const local = text.startsWith('"') ? quotedLocalPart(text) : plainLocalPart(text);
  if (local === undefined || text.charAt(local) !== '@') return false;
  return isDomainName(text.slice(local + 1), 'name');
}

function plainLocalPart(text: string): number | undefined {
  const source = ATOMS.exec(text)?.[0] ?? '';
  const local = source.replace(/\\([\s\S])/g, '$1');
  const misplacedDot = local.startsWith('.') || local.endsWith('.') || local.includes('..');
  return local === '' || misplacedDot ? undefined : source.length;
}

function quotedLocalPart(text: string): number | undefined {
  for (let i = 1; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '"') return i + 1;
    const pair = char === '\\';
    if (pair) i++;
    if (!(pair ? isQuotable(text.charCodeAt(i)) : isQuotedText(text.charCodeAt(i)))) return undefined;
  }
  return undefined;
}

function isQuotable(code: number): boolean {
  return (code >= 1 && code <= 9) || code === 11 || code === 12 || (code >= 14 && code <= 127);
}

function isQuotedText(code: number): boolean {
  return isQuotable(code) && code !== 9 && code !== 34 && code !== 92;
}
