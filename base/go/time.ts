/** time.Parse and Time.Format for the layouts of ASN.1 and of RFC 3339, over text with one character a byte. */

/** A moment as it was written: the clock reading in its own zone. */
export interface ZonedTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
  /** Seconds east of UTC. */
  readonly offset: number;
}

export type Layout = readonly LayoutElement[];
export type LayoutElement =
  '2006' | '06' | '01' | '02' | '15' | '04' | '05' | '.999999999' | '.000000' | 'Z0700' | 'Z07:00' | '-' | 'T' | ':';

type Field = Exclude<keyof ZonedTime, 'offset'>;
type FieldValue = readonly [field: keyof ZonedTime, value: number];

const NUMBERS: Readonly<Partial<Record<LayoutElement, { field: Field; name: string; least: number; most: number }>>> = {
  '01': { field: 'month', name: 'month', least: 1, most: 12 },
  '02': { field: 'day', name: 'day', least: 0, most: 99 },
  '15': { field: 'hour', name: 'hour', least: 0, most: 23 },
  '04': { field: 'minute', name: 'minute', least: 0, most: 59 },
  '05': { field: 'second', name: 'second', least: 0, most: 59 },
};

const START: ZonedTime = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0, nanosecond: 0, offset: 0 };

/** Throws what `fail` makes of Go's text. */
export function parseTime(layout: Layout, value: string, fail: (text: string) => Error): ZonedTime {
  const refused = (why: string): Error => fail(`parsing time ${timeQuote(value)}${why}`);
  let rest = value;
  const time = { ...START };
  for (const element of layout) {
    const read = readElement(element, rest, layout);
    if (read === undefined) {
      throw refused(` as "${layout.join('')}": cannot parse ${timeQuote(rest)} as "${element}"`);
    }
    if (read.outOfRange !== undefined) throw refused(`: ${read.outOfRange} out of range`);
    for (const [field, number] of read.fields) time[field] = number;
    rest = read.rest;
  }
  if (rest !== '') throw refused(`: extra text: ${timeQuote(rest)}`);
  if (time.day < 1 || time.day > daysIn(time.year, time.month)) throw refused(': day out of range');
  return time;
}

export function formatTime(layout: Layout, time: ZonedTime): string {
  return layout.map((element) => formatElement(element, time)).join('');
}

/** Seconds since 1970, UTC. */
export function unixSeconds(time: ZonedTime): number {
  const date = new Date(0);
  date.setUTCFullYear(time.year, time.month - 1, time.day);
  date.setUTCHours(time.hour, time.minute, time.second);
  return date.getTime() / 1000 - time.offset;
}

/** The quoting of package time: bytes, not characters. */
export function timeQuote(value: string): string {
  const escape = (char: string): string => (char === '"' || char === '\\' ? `\\${char}` : `\\x${hex(char)}`);
  return `"${value.replace(/["\\]|[^\x20-\x7f]/g, escape)}"`;
}

function hex(char: string): string {
  return char.charCodeAt(0).toString(16).padStart(2, '0');
}

interface Read {
  readonly fields: readonly FieldValue[];
  readonly rest: string;
  readonly outOfRange?: string;
}

function readElement(element: LayoutElement, text: string, layout: Layout): Read | undefined {
  if (element === '06') return readShortYear(text);
  if (element === '2006') return readYear(text);
  if (element === '.999999999') return readFraction(text);
  if (element === '.000000') return /^[.,]\d{6}/.test(text) ? readFraction(text, 6) : undefined;
  if (element === 'Z0700') return readZone(text, /^([\s\S])(\d\d)(\d\d)/);
  if (element === 'Z07:00') return readZone(text, /^([\s\S])(\d\d):(\d\d)/);
  if (element === '-' || element === 'T' || element === ':')
    return text.startsWith(element) ? { fields: [], rest: text.slice(1) } : undefined;
  const read = readNumber(element, text);
  const fractionFollows = layout.includes('.999999999') || layout.includes('.000000');
  // A fraction is taken after the seconds even where the layout has none.
  if (element !== '05' || read === undefined || read.outOfRange !== undefined || fractionFollows) return read;
  const fraction = readFraction(read.rest);
  return { fields: [...read.fields, ...fraction.fields], rest: fraction.rest };
}

function readShortYear(text: string): Read | undefined {
  const digits = /^(\d\d|[+-]\d)/.exec(text)?.[0];
  if (digits === undefined) return undefined;
  const year = Number(digits);
  return { fields: [['year', year + (year >= 69 ? 1900 : 2000)]], rest: text.slice(2) };
}

function readYear(text: string): Read | undefined {
  return /^\d{4}/.test(text) ? { fields: [['year', Number(text.slice(0, 4))]], rest: text.slice(4) } : undefined;
}

function readNumber(element: LayoutElement, text: string): Read | undefined {
  const digits = (element === '15' ? /^\d\d?/ : /^\d\d/).exec(text)?.[0];
  const rule = NUMBERS[element];
  if (digits === undefined || rule === undefined) return undefined;
  const value = Number(digits);
  const rest = text.slice(digits.length);
  if (value < rule.least || value > rule.most) return { fields: [], rest, outOfRange: rule.name };
  return { fields: [[rule.field, value]], rest };
}

function readFraction(text: string, places = Infinity): Read {
  const digits = /^[.,](\d+)/.exec(text)?.[1]?.slice(0, places);
  if (digits === undefined) return { fields: [], rest: text };
  return { fields: [['nanosecond', Number(digits.slice(0, 9).padEnd(9, '0'))]], rest: text.slice(digits.length + 1) };
}

function readZone(text: string, pattern: RegExp): Read | undefined {
  if (text.startsWith('Z')) return { fields: [['offset', 0]], rest: text.slice(1) };
  const [all = '', sign, hours, minutes] = pattern.exec(text) ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  const rest = text.slice(all.length);
  if (Number(minutes) > 60) return { fields: [], rest, outOfRange: 'time zone offset minute' };
  if (Number(hours) > 24) return { fields: [], rest, outOfRange: 'time zone offset hour' };
  if (sign !== '+' && sign !== '-') return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60;
  return { fields: [['offset', sign === '-' ? -offset : offset]], rest };
}

function daysIn(year: number, month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  return date.getUTCDate();
}

function formatElement(element: LayoutElement, time: ZonedTime): string {
  if (element === '2006') return pad(time.year, 4);
  if (element === '06') return pad(time.year % 100, 2);
  if (element === '.999999999')
    return pad(time.nanosecond, 9)
      .replace(/^/, '.')
      .replace(/\.?0+$/, '');
  if (element === 'Z0700') return formatZone(time.offset);
  const rule = NUMBERS[element];
  return rule === undefined ? '' : pad(time[rule.field], 2);
}

function formatZone(offset: number): string {
  if (offset === 0) return 'Z';
  const minutes = Math.floor(Math.abs(offset) / 60);
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}${pad(minutes % 60, 2)}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
