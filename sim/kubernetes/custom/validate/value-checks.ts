import { RE2JS } from 're2js';
import type { Json, JsonObject } from '../../../../kube/json';
import { sameTree } from '../../../../kube/same-tree';
import type { Findings } from './findings';
import { FORMATS } from './formats';
import { fitsNumber, formatOf, typeOf } from './number-text';
import { report } from './texts';

/** One kind of rule of a schema; undefined where the schema has none of it. */
export type ValueCheck = (value: Json, path: string, out: Findings) => void;

/** x-kubernetes-int-or-string stands for two types. */
export function typesOf(schema: JsonObject): readonly string[] {
  if (typeof schema.type === 'string' && schema.type !== '') return [schema.type];
  return schema['x-kubernetes-int-or-string'] === true ? ['integer', 'string'] : [];
}

export function typeCheck(schema: JsonObject): ValueCheck | undefined {
  const types = typesOf(schema);
  const format = textOf(schema.format);
  if (types.length === 0 && format === '') return undefined;
  const named = types.join(',');
  const numeric = types.includes('number') || types.includes('integer');
  return (value, path, out) => {
    const type = typeOf(value);
    if (type === 'null') {
      if (types.length > 0 && schema.nullable !== true) report.type(out, path, named, 'null');
      return;
    }
    const fits = types.includes(type) || (type === 'integer' && types.includes('number'));
    const isText = type === 'string' || type === 'array';
    if (!isText && format !== '' && !fits && formatOf(value) !== format) return report.type(out, path, format, formatOf(value));
    // A format that is no number's is looked at elsewhere, and lists pass unseen.
    if (isText && format !== '' && !numeric) return;
    if (!fits && types.length > 0) report.type(out, path, named, type);
  };
}

export function stringCheck(schema: JsonObject): ValueCheck | undefined {
  const [min, max] = [countOf(schema.minLength), countOf(schema.maxLength)];
  const pattern = textOf(schema.pattern);
  if (min === undefined && max === undefined && pattern === '') return undefined;
  const matches = pattern === '' ? undefined : matcher(pattern);
  return (value, path, out) => {
    if (typeof value !== 'string') return;
    // The first of these faults is the only one that is told.
    if (max !== undefined && value.length > max && lengthOf(value) > max) return report.tooLong(out, path, max);
    if (min !== undefined && lengthOf(value) < min) return report.invalid(out, path, value, `should be at least ${min} chars long`);
    if (matches?.(value) === false) report.invalid(out, path, value, `should match '${pattern}'`);
  };
}

export function formatCheck(schema: JsonObject): ValueCheck | undefined {
  const format = textOf(schema.format);
  const isFormat = Object.hasOwn(FORMATS, format.replaceAll('-', '')) ? FORMATS[format.replaceAll('-', '')] : undefined;
  if (isFormat === undefined) return undefined;
  return (value, path, out) => {
    if (typeof value === 'string' && !isFormat(value)) report.type(out, path, format, value);
  };
}

export function numberCheck(schema: JsonObject): ValueCheck | undefined {
  const types = typesOf(schema);
  const type = types.length === 1 ? (types[0] ?? '') : '';
  const format = textOf(schema.format);
  const { multipleOf, maximum, minimum, exclusiveMaximum, exclusiveMinimum } = schema;
  return (value, path, out) => {
    if (typeof value !== 'number' && typeof value !== 'bigint') return;
    if (!fitsNumber(value, type, format)) {
      const formatted = format === '' ? '(default format)' : `with format ${format}`;
      report.elsewhere(out, `Checked value must be of type ${type} ${formatted} in ${path}`);
    }
    const number = Number(value);
    if (typeof multipleOf === 'number' && !Number.isInteger(number / multipleOf))
      report.invalid(out, path, value, `should be a multiple of ${multipleOf}`);
    if (typeof maximum === 'number' && (exclusiveMaximum === true ? number >= maximum : number > maximum))
      report.invalid(out, path, value, `should be less than ${exclusiveMaximum === true ? '' : 'or equal to '}${maximum}`);
    if (typeof minimum === 'number' && (exclusiveMinimum === true ? number <= minimum : number < minimum))
      report.invalid(out, path, value, `should be greater than ${exclusiveMinimum === true ? '' : 'or equal to '}${minimum}`);
  };
}

export function enumCheck({ enum: allowed }: JsonObject): ValueCheck | undefined {
  if (!Array.isArray(allowed) || allowed.length === 0) return undefined;
  return (value, path, out) => {
    if (!allowed.some((one) => sameTree(one, value))) report.enumeration(out, path, value, allowed);
  };
}

export function countOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

const matchers = new Map<string, (text: string) => boolean>();

/** Go's regular expressions; one that does not compile matches nothing. */
function matcher(pattern: string): (text: string) => boolean {
  const known = matchers.get(pattern);
  if (known !== undefined) return known;
  let compiled: RE2JS | null | undefined;
  const made = (text: string): boolean => {
    compiled ??= compileOrNull(pattern);
    return compiled?.matcher(text).find() ?? false;
  };
  matchers.set(pattern, made);
  return made;
}

function compileOrNull(pattern: string): RE2JS | null {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return null;
  }
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** In characters, as Go's utf8.RuneCount. */
function lengthOf(text: string): number {
  let length = 0;
  for (const _char of text) length++;
  return length;
}
