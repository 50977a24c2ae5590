import { parseDuration, parseRfc3339 } from '../../../../base/go';
import { isIpAddress } from '../../../../base/go/address';
import { parseUrl } from '../../../../base/go/url';

/** What a text of each format looks like to kube-openapi's strfmt, by the format's name without dashes. A format not named here is not checked. */
export const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  bsonobjectid: pattern(/^[0-9a-f]{24}$/i),
  uri: isRequestUri,
  email: isEmail,
  hostname: isHostname,
  ipv4: (text) => isIpAddress(text) && !text.includes(':'),
  ipv6: (text) => isIpAddress(text) && text.includes(':'),
  cidr: isCidr,
  mac: isMac,
  uuid: pattern(/^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i),
  uuid3: pattern(/^[0-9a-f]{8}-?[0-9a-f]{4}-?3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i),
  uuid4: pattern(/^[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i),
  uuid5: pattern(/^[0-9a-f]{8}-?[0-9a-f]{4}-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i),
  isbn: (text) => isIsbn(text, 10) || isIsbn(text, 13),
  isbn10: (text) => isIsbn(text, 10),
  isbn13: (text) => isIsbn(text, 13),
  creditcard: isCreditCard,
  ssn: pattern(/^\d{3}[- ]?\d{2}[- ]?\d{4}$/),
  hexcolor: pattern(/^#?([0-9a-f]{3}|[0-9a-f]{6})$/i),
  rgbcolor: isRgbColor,
  byte: pattern(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/),
  date: isDate,
  duration: isDuration,
  datetime: isDateTime,
};

function pattern(expression: RegExp): (text: string) => boolean {
  return (text) => expression.test(text);
}

/** url.ParseRequestURI: a path or a whole URL, nothing relative. */
function isRequestUri(text: string): boolean {
  if (text === '') return false;
  try {
    const { scheme } = parseUrl(text.replaceAll('#', '%23'));
    return scheme !== '' || text.startsWith('/');
  } catch {
    return false;
  }
}

function isEmail(text: string): boolean {
  const address = /<([^<>]*)>\s*$/.exec(text)?.[1] ?? text.trim();
  return /^("[^"]*"|[^\s"(),:;<>@[\]\\]+)@(\[[^\]\s]*\]|[^\s"(),:;<>@[\]\\]+)$/.test(address) && !/(^\.|\.\.|\.@|@\.|\.$)/.test(address);
}

const HOSTNAME =
  /^([a-zA-Z0-9\p{S}\p{L}]((-?[a-zA-Z0-9\p{S}\p{L}]{0,62})?)|([a-zA-Z0-9\p{S}\p{L}](([a-zA-Z0-9\p{S}\p{L}-]{0,61}[a-zA-Z0-9\p{S}\p{L}])?)(\.)){1,}([a-zA-Z\p{L}]){2,63})$/u;

function isHostname(text: string): boolean {
  return HOSTNAME.test(text) && text.length <= 255 && text.split('.').every((label) => label.length <= 63);
}

function isCidr(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/');
  if (more.length > 0 || !isIpAddress(address) || address.includes('%') || !/^\d{1,3}$/.test(bits) || /^0\d/.test(bits)) return false;
  return Number(bits) <= (address.includes(':') ? 128 : 32);
}

function isMac(text: string): boolean {
  const groups = /^[0-9a-f]{2}([:-])([0-9a-f]{2}\1)*[0-9a-f]{2}$/i.test(text) ? text.split(/[:-]/).length : 0;
  const dotted = /^([0-9a-f]{4}\.)+[0-9a-f]{4}$/i.test(text) ? text.split('.').length * 2 : 0;
  return [6, 8, 20].includes(groups) || [6, 8, 20].includes(dotted);
}

function isIsbn(text: string, digits: 10 | 13): boolean {
  const bare = text.replace(/[\s-]+/g, '');
  if (digits === 10) {
    if (!/^(?:\d{9}X|\d{10})$/.test(bare)) return false;
    const sum = Array.from(bare).reduce((total, char, index) => total + (index + 1) * (char === 'X' ? 10 : Number(char)), 0);
    return sum % 11 === 0;
  }
  if (!/^\d{13}$/.test(bare)) return false;
  return Array.from(bare).reduce((total, char, index) => total + Number(char) * (index % 2 === 0 ? 1 : 3), 0) % 10 === 0;
}

const CARD =
  /^(?:4\d{12}(?:\d{3})?|5[1-5]\d{14}|(222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}|6(?:011|5\d\d)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|(?:2131|1800|35\d{3})\d{11}|6[27]\d{14})$/;

function isCreditCard(text: string): boolean {
  const bare = text.replace(/\D+/g, '');
  if (!CARD.test(bare)) return false;
  const digits = Array.from(bare).reverse().map(Number);
  const sum = digits.reduce((total, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

function isRgbColor(text: string): boolean {
  const parts = /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/.exec(text)?.slice(1);
  return parts?.every((part) => Number(part) <= 255 && !/^0\d/.test(part)) ?? false;
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !('error' in parseRfc3339('seconds', `${text}T00:00:00Z`));
}

function isDateTime(text: string): boolean {
  const [date = '', time] = text.toLowerCase().split('t');
  const parts = /^(\d{2}):(\d{2}):(\d{2})(.\d+)?(z|[+-]\d{2}:\d{2})$/.exec(time ?? '');
  if (parts === null || !isDate(date)) return false;
  const [, hours = '', minutes = '', seconds = ''] = parts;
  return hours <= '23' && minutes <= '59' && seconds <= '59';
}

/** Go's durations, and numbers with a unit written out. */
function isDuration(text: string): boolean {
  try {
    parseDuration(text);
    return true;
  } catch {
    return /^\s*(\d+(\.\d+)?\s*(ns|nano|us|µs|micro|ms|milli|s|sec|m|min|h|hr|hour|d|day|w|wk|week)s?\s*)+$/i.test(text);
  }
}
