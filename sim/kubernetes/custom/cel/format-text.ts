import { formatDuration } from '../../../../base/go';
import { conversions } from './conversions';
import { CelError, Duration, isList, isMap, numberOf, Opaque, Timestamp, type CelValue } from './values';

/** `'%s of %d'.format([a, 1])`. */
export function formatted(pattern: string, values: readonly CelValue[]): string {
  let next = 0;
  const text = pattern.replace(/%(?:%|(?:\.(\d+))?([a-zA-Z]))/g, (all, precision: string | undefined, clause: string | undefined) => {
    if (clause === undefined) return '%';
    if (next >= values.length) throw new CelError(`index ${next} out of range`);
    return clauseText(values[next++] ?? null, clause, precision === undefined ? undefined : Number(precision), all);
  });
  if (next < values.length) throw new CelError(`too many arguments supplied to string.format (expected ${next}, got ${values.length})`);
  return text;
}

function clauseText(...[value, clause, precision, all]: readonly [CelValue, string, number | undefined, string]): string {
  const number = numberOf(value);
  switch (clause) {
    case 's':
      return shown(value);
    case 'd':
      if (typeof number === 'bigint') return String(number);
      break;
    case 'f':
      if (number !== undefined) return Number(number).toFixed(precision ?? 6);
      break;
    case 'e':
      if (number !== undefined)
        return Number(number)
          .toExponential(precision ?? 6)
          .replace(/e([+-])(\d)$/, 'e$10$2');
      break;
    case 'b':
      if (typeof number === 'bigint') return number.toString(2);
      if (typeof value === 'boolean') return value ? '1' : '0';
      break;
    case 'o':
      if (typeof number === 'bigint') return number.toString(8);
      break;
    case 'x':
    case 'X':
      return hexText(value, clause);
  }
  throw new CelError(`error during formatting: unrecognized formatting clause "${all}"`);
}

function hexText(value: CelValue, clause: 'x' | 'X'): string {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value instanceof Uint8Array ? value : undefined;
  const number = numberOf(value);
  const hex = bytes === undefined ? (number ?? 0).toString(16) : [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return clause === 'x' ? hex : hex.toUpperCase();
}

function shown(value: CelValue): string {
  if (value === null) return 'null';
  if (isList(value)) return `[${value.map(shown).join(', ')}]`;
  if (isMap(value)) {
    const entries = [...value].map(([key, one]) => `${shown(key)}: ${shown(one)}`);
    return `{${entries.sort().join(', ')}}`;
  }
  if (value instanceof Duration) return formatDuration(value.nanos);
  if (value instanceof Opaque) return value.text;
  const text = value instanceof Timestamp || typeof value !== 'string' ? conversions.string?.(value) : value;
  return typeof text === 'string' ? text : '';
}
