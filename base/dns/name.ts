import { DnsFormatError } from './message';

const LONGEST_LABEL = 63;
const LONGEST_NAME = 255;
const [DOT, BACKSLASH] = [0x2e, 0x5c];

/** The labels of a name in presentation format (RFC 1035 section 5.1), with or without a dot at its end. None for the root. */
export function labelsOf(name: string): readonly Uint8Array[] {
  if (name === '.' || name === '') return [];
  const labels = splitLabels(name);
  const tooLong = labels.some(({ length }) => length > LONGEST_LABEL) || wireLength(labels) > LONGEST_NAME;
  if (tooLong || labels.some(({ length }) => length === 0)) throw new DnsFormatError(`"${name}" is no domain name`);
  return labels;
}

/** The name with its dot at the end. */
export function nameOf(labels: readonly Uint8Array[]): string {
  if (wireLength(labels) > LONGEST_NAME) throw new DnsFormatError(`a domain name of more than ${LONGEST_NAME} octets`);
  return labels.length === 0 ? '.' : labels.map((label) => `${Array.from(label, shown).join('')}.`).join('');
}

/** Fully qualified and in lower case: what names are compared by. */
export function canonicalName(name: string): string {
  return nameOf(labelsOf(name)).toLowerCase();
}

/** Whether a name is the zone's apex or below it. Both are canonical. */
export function isWithin(name: string, zone: string): boolean {
  return zone === '.' || ancestry(name).includes(zone);
}

/** The names from this one up to the top-level domain. */
export function ancestry(name: string): readonly string[] {
  const labels = labelsOf(name);
  return labels.map((_, i) => nameOf(labels.slice(i)));
}

function splitLabels(name: string): Uint8Array[] {
  const labels: Uint8Array[] = [];
  let label: number[] = [];
  for (const [token] of name.matchAll(/\\\d{3}|\\[^]|[^]/g)) {
    if (token === '.') {
      labels.push(Uint8Array.from(label));
      label = [];
    } else label.push(octetOf(token, name));
  }
  return name.endsWith('.') && label.length === 0 ? labels : [...labels, Uint8Array.from(label)];
}

function octetOf(token: string, name: string): number {
  const octet = token.length === 4 ? Number(token.slice(1)) : token.charCodeAt(token.length - 1);
  if (octet > 255 || token === '\\') throw new DnsFormatError(`"${name}" is no domain name`);
  return octet;
}

function shown(octet: number): string {
  if (octet === DOT || octet === BACKSLASH) return `\\${String.fromCharCode(octet)}`;
  return octet > 0x20 && octet < 0x7f ? String.fromCharCode(octet) : `\\${String(octet).padStart(3, '0')}`;
}

function wireLength(labels: readonly Uint8Array[]): number {
  return labels.reduce((sum, { length }) => sum + length + 1, 1);
}
