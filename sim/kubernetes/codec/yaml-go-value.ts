import { goQuote } from '../../../base/go';
import { RawNumber, RawObject } from './raw-json';
import type { RawJson } from './raw-json';

/** `%#v` of what go-yaml decodes into an empty interface. */
export function goValue(raw: RawJson): string {
  if (raw === null) return 'interface {}(nil)';
  if (typeof raw === 'string') return goQuote(raw);
  if (raw instanceof RawNumber) return raw.text;
  if (Array.isArray(raw)) return `[]interface {}{${raw.map(goValue).join(', ')}}`;
  if (!(raw instanceof RawObject)) return String(raw);
  return `map[interface {}]interface {}{${raw.members.map(([key, value]) => `${goQuote(key)}:${goValue(value)}`).join(', ')}}`;
}
