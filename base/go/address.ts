import { goQuote } from './quote';

/** An IP address as net/netip reads it. */
export interface Address {
  /** 4 or 16 octets. */
  readonly octets: Uint8Array;
  /** IPv6 only. */
  readonly zone: string;
}

export class AddressError extends Error {
  override readonly name = 'AddressError';
  readonly #parts: readonly [input: string, reason: string, at: string];

  constructor(input: string, reason: string, at: string) {
    super(describe([input, reason, at], goQuote));
    this.#parts = [input, reason, at];
  }

  /** The message with another quoting, for text that is no Unicode. */
  quotedBy(quote: (text: string) => string): string {
    return describe(this.#parts, quote);
  }
}

function describe([input, reason, at]: readonly [string, string, string], quote: (text: string) => string): string {
  return `ParseAddr(${quote(input)}): ${reason}${at === '' ? '' : ` (at ${quote(at)})`}`;
}

/** netip.ParseAddr. Throws AddressError with Go's text. */
export function parseAddress(text: string): Address {
  const first = /[.:%]/.exec(text)?.[0];
  if (first === '.') return { octets: Uint8Array.from(parseIpv4Fields(text, text)), zone: '' };
  if (first === ':') return parseIpv6(text);
  throw addressError(text, first === '%' ? 'missing IPv6 address' : 'unable to parse IP');
}

/** net.ParseIP: zones are not for it. */
export function isIpAddress(text: string): boolean {
  try {
    return parseAddress(text).zone === '';
  } catch {
    return false;
  }
}

/** A host as URLs write it: IPv6 addresses in brackets (RFC 3986 section 3.2.2). */
export function urlHost(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

/** net.IP.To4: an IPv4 address, also inside IPv6, in its four octets. */
export function shortestAddress(octets: Uint8Array): Uint8Array {
  const mapped = octets.length === 16 && octets.subarray(0, 10).every((octet) => octet === 0) && octets[10] === 0xff && octets[11] === 0xff;
  return mapped ? octets.subarray(12) : octets;
}

/** net.IP.String. */
export function formatIp(octets: Uint8Array): string {
  const ip = shortestAddress(octets);
  if (ip.length === 4) return ip.join('.');
  if (ip.length === 16) return formatIpv6(ip);
  return ip.length === 0 ? '<nil>' : `?${Array.from(ip, (octet) => octet.toString(16).padStart(2, '0')).join('')}`;
}

function addressError(whole: string, message: string, at = ''): AddressError {
  return new AddressError(whole, message, at);
}

function parseIpv4Fields(text: string, whole: string): number[] {
  const fields: number[] = [];
  let value = 0;
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char >= '0' && char <= '9') {
      if (digits === 1 && value === 0) throw addressError(whole, 'IPv4 field has octet with leading zero');
      value = value * 10 + Number(char);
      digits++;
      if (value > 255) throw addressError(whole, 'IPv4 field has value >255');
      continue;
    }
    if (char !== '.') throw addressError(whole, 'unexpected character', text.slice(i));
    const empty = i === 0 || i === text.length - 1 || text.charAt(i - 1) === '.';
    if (empty) throw addressError(whole, 'IPv4 field must have at least one digit', text.slice(i));
    if (fields.length === 3) throw addressError(whole, 'IPv4 address too long');
    fields.push(value);
    value = 0;
    digits = 0;
  }
  if (fields.length < 3) throw addressError(whole, 'IPv4 address too short');
  return [...fields, value];
}

function parseIpv6(whole: string): Address {
  const percent = whole.indexOf('%');
  const zone = percent < 0 ? '' : whole.slice(percent + 1);
  if (percent >= 0 && zone === '') throw addressError(whole, 'zone must be a non-empty string');
  const text = percent < 0 ? whole : whole.slice(0, percent);
  const groups = readGroups(text, whole);
  return { octets: expand(groups, whole), zone };
}

interface Groups {
  readonly octets: readonly number[];
  /** Octets in front of `::`; undefined without one. */
  readonly ellipsis: number | undefined;
}

function readGroups(text: string, whole: string): Groups {
  const octets: number[] = [];
  let ellipsis = text.startsWith('::') ? 0 : undefined;
  let rest = ellipsis === 0 ? text.slice(2) : text;
  if (rest === '') return { octets, ellipsis };
  while (octets.length < 16) {
    const digits = /^[0-9a-fA-F]*/.exec(rest)?.[0] ?? '';
    if (digits.length > 4) throw addressError(whole, 'each group must have 4 or less digits', rest);
    if (digits === '') throw addressError(whole, 'each colon-separated field must have at least one digit', rest);
    if (rest.charAt(digits.length) === '.') return { octets: [...octets, ...embedded({ octets, ellipsis }, rest, whole)], ellipsis };
    const group = parseInt(digits, 16);
    octets.push(group >> 8, group & 0xff);
    rest = rest.slice(digits.length);
    if (rest === '') return { octets, ellipsis };
    if (!rest.startsWith(':')) throw addressError(whole, 'unexpected character, want colon', rest);
    if (rest === ':') throw addressError(whole, 'colon must be followed by more characters', rest);
    rest = rest.slice(1);
    if (!rest.startsWith(':')) continue;
    if (ellipsis !== undefined) throw addressError(whole, 'multiple :: in address', rest);
    ellipsis = octets.length;
    rest = rest.slice(1);
    if (rest === '') return { octets, ellipsis };
  }
  throw addressError(whole, 'trailing garbage after address', rest);
}

function embedded({ octets, ellipsis }: Groups, rest: string, whole: string): number[] {
  if (ellipsis === undefined && octets.length !== 12) {
    throw addressError(whole, 'embedded IPv4 address must replace the final 2 fields of the address', rest);
  }
  if (octets.length + 4 > 16) {
    throw addressError(whole, 'too many hex fields to fit an embedded IPv4 at the end of the address', rest);
  }
  return parseIpv4Fields(rest, whole);
}

function expand({ octets, ellipsis }: Groups, whole: string): Uint8Array {
  if (octets.length < 16 && ellipsis === undefined) throw addressError(whole, 'address string too short');
  if (octets.length === 16 && ellipsis !== undefined) {
    throw addressError(whole, 'the :: must expand to at least one field of zeros');
  }
  const out = new Uint8Array(16);
  out.set(octets.slice(0, ellipsis ?? 16));
  if (ellipsis !== undefined) out.set(octets.slice(ellipsis), 16 - (octets.length - ellipsis));
  return out;
}

function formatIpv6(octets: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((octets[2 * i] ?? 0) << 8) | (octets[2 * i + 1] ?? 0));
  const { start, end } = longestZeros(groups);
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  return end - start < 2 ? hex(groups) : `${hex(groups.slice(0, start))}::${hex(groups.slice(end))}`;
}

function longestZeros(groups: readonly number[]): { start: number; end: number } {
  let best = { start: 0, end: 0 };
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (groups[end] === 0) end++;
    if (end - start > best.end - best.start) best = { start, end };
  }
  return best;
}
