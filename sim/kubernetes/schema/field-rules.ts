import { isIpAddress } from '../../../base/go/address';
import { FieldErrors, type FieldError } from '../../../kube/field-error';
import { isObject, type Json, type JsonObject } from '../../../kube/json';
import { dns1035LabelErrors, dnsLabelErrors, dnsSubdomainErrors, labelValueErrors, qualifiedNameErrors } from '../../../kube/validation';
import type { FieldNode, NameFormat, OneOf, TypeNode } from './type-node';

/** Adds what is wrong with the value at a path. */
export type Check = (value: Json | undefined, path: string, found: FieldError[]) => void;

export const nothing: Check = () => undefined;

const FORMATS: Readonly<Record<NameFormat, (value: string) => readonly string[]>> = {
  dnsSubdomain: dnsSubdomainErrors,
  dnsLabel: dnsLabelErrors,
  dns1035Label: dns1035LabelErrors,
  qualifiedName: qualifiedNameErrors,
  labelValue: labelValueErrors,
  ip: (value) => (isIpAddress(value) ? [] : ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']),
  cidr: (value) => (isCidr(value) ? [] : ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)']),
};

/** What a field itself asks of its value: to be there, and to be a good one. */
export function fieldCheck(field: FieldNode): Check {
  const { type, required, rule } = field;
  if (!required && rule === undefined) return nothing;
  const demanded = isDemanded(field);
  const detail = typeof rule?.required === 'string' ? rule.required : '';
  const good = type.kind === 'list' ? eachItem(valueCheck(field)) : valueCheck(field);
  return (value, path, found) => {
    if (demanded && isAbsent(value, field)) found.push(FieldErrors.required(path, detail));
    else good(value, path, found);
  };
}

/** Whether an object without the field is refused for that. */
export function isDemanded({ type, pointer, required, rule }: FieldNode): boolean {
  return rule?.required === undefined ? required && hasAbsence(type, pointer) : rule.required !== false;
}

/** Whether a rule is about this object at all. */
export function applies({ rule }: FieldNode, struct: JsonObject): boolean {
  return Object.entries(rule?.when ?? {}).every(([name, value]) => struct[name] === value);
}

export function alternatives({ members, none, several }: OneOf): Check {
  return (struct, path, found) => {
    const given = members.filter((name) => isObject(struct) && struct[name] !== undefined);
    if (given.length === 0) found.push(FieldErrors.required(path, none));
    if (several === undefined) return;
    for (const name of given.slice(1)) found.push(FieldErrors.forbidden(path === '' ? name : `${path}.${name}`, several));
  };
}

function eachItem(check: Check): Check {
  if (check === nothing) return nothing;
  return (value, path, found) => {
    if (Array.isArray(value)) value.forEach((item, index) => check(item, `${path}[${index}]`, found));
  };
}

function valueCheck({ pointer, omitempty, required, rule = {} }: FieldNode): Check {
  const { format, range, values } = rule;
  if (format === undefined && range === undefined && values === undefined) return nothing;
  // A number that is always printed is never absent: it is 0.
  const zero = pointer || omitempty ? undefined : 0;
  const evenEmpty = required && rule.required === false;
  return (value, path, found) => {
    if (format !== undefined && (isText(value) || evenEmpty)) found.push(...formatErrors(format, value, path));
    if (values !== undefined && typeof value === 'string' && value !== '' && !values.includes(value)) {
      found.push(FieldErrors.notSupported(path, value, values));
    }
    const number = value ?? zero;
    if (range !== undefined && typeof number === 'number' && (number < range.from || number > (range.to ?? number))) {
      found.push(FieldErrors.invalid(path, number, range.text));
    }
  };
}

function formatErrors(format: NameFormat, value: Json | undefined, path: string): FieldError[] {
  const text = typeof value === 'string' ? value : '';
  return FORMATS[format](text).map((problem) => FieldErrors.invalid(path, text, problem));
}

function isText(value: Json | undefined): boolean {
  return typeof value === 'string' && value !== '';
}

function isCidr(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/');
  const width = address.includes(':') ? 128 : 32;
  return more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= width && isIpAddress(address);
}

/** Numbers and booleans that Go keeps by value are never absent, and neither are structs: those are looked into. */
function hasAbsence(type: TypeNode, pointer: boolean): boolean {
  if (pointer || type.kind === 'list' || type.kind === 'map' || type.kind === 'any') return true;
  return type.kind === 'scalar' && !['bool', 'int32', 'int64', 'float64', 'duration', 'quantity', 'intOrString'].includes(type.scalar);
}

function isAbsent(value: Json | undefined, { pointer, type }: FieldNode): boolean {
  if (value === undefined || value === null) return true;
  if (pointer) return false;
  if (Array.isArray(value)) return value.length === 0;
  return value === '' || value === 0 || (type.kind === 'map' && isObject(value) && Object.keys(value).length === 0);
}
