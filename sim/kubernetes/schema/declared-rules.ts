import { FieldErrors, type FieldError } from '../../../kube/field-error';
import { isObject, type Json, type JsonObject } from '../../../kube/json';
import { dns1035LabelErrors, dnsLabelErrors, dnsSubdomainErrors } from '../../../kube/validation';
import type { FieldNode, NameFormat, OneOf, StructNode, TypeNode } from './type-node';

/** Adds what is wrong with the value at a path. */
type Check = (value: Json | undefined, path: string, found: FieldError[]) => void;

const checks = new WeakMap<TypeNode, Check>();
const nothing: Check = () => undefined;

/** Checked for every kind in the same way (validateObjectMeta), or written by the server itself. */
const ENVELOPE = ['kind', 'apiVersion', 'metadata', 'status'];

const FORMATS: Readonly<Record<NameFormat, (value: string) => readonly string[]>> = {
  dnsSubdomain: dnsSubdomainErrors,
  dnsLabel: dnsLabelErrors,
  dns1035Label: dns1035LabelErrors,
};

/**
 * What is wrong with an object by the schema of its type: required members that are absent, values outside an enum, and the rules of
 * rules.json. A struct that Go keeps by value is looked into even where it is absent, as Go does.
 */
export function declaredErrors(object: JsonObject, type: StructNode): readonly FieldError[] {
  const found: FieldError[] = [];
  checkOf(type)(object, '', found);
  return found;
}

function checkOf(type: TypeNode): Check {
  const known = checks.get(type);
  if (known !== undefined) return known;
  const made = reachesRule(type, new Set()) ? compile(type) : nothing;
  checks.set(type, made);
  return made;
}

/** Types contain themselves, so every type is looked into once. */
function reachesRule(type: TypeNode, seen: Set<TypeNode>): boolean {
  if (seen.has(type)) return false;
  seen.add(type);
  if (type.kind === 'list') return reachesRule(type.item, seen);
  if (type.kind === 'map') return reachesRule(type.value, seen);
  if (type.kind === 'scalar') return type.enum !== undefined;
  if (type.kind === 'any') return false;
  return type.oneOf !== undefined || bodyFields(type).some((field) => isRuled(field) || reachesRule(field.type, seen));
}

function isRuled({ required, rule }: FieldNode): boolean {
  return required || rule !== undefined;
}

function bodyFields(type: StructNode): readonly FieldNode[] {
  const isObjectKind = type.field('kind') !== undefined && type.field('metadata') !== undefined;
  return type.fields.filter(({ name }) => !(isObjectKind ? ENVELOPE : ['metadata']).includes(name));
}

function compile(type: TypeNode): Check {
  switch (type.kind) {
    case 'list': {
      const { item } = type;
      return (value, path, found) => {
        if (Array.isArray(value)) value.forEach((one, index) => checkOf(item)(one, `${path}[${index}]`, found));
      };
    }
    case 'map': {
      const { value: member } = type;
      return (value, path, found) => {
        if (isObject(value)) for (const [key, one] of Object.entries(value)) checkOf(member)(one, `${path}[${key}]`, found);
      };
    }
    case 'scalar': {
      const { enum: values = [] } = type;
      return (value, path, found) => {
        if (typeof value === 'string' && value !== '' && !values.includes(value)) found.push(FieldErrors.notSupported(path, value, values));
      };
    }
    case 'struct':
      return structCheck(type);
    case 'any':
      return nothing;
  }
}

function structCheck(type: StructNode): Check {
  let members: readonly Check[] | undefined; // late, since types contain themselves
  return (value, path, found) => {
    if (!isObject(value)) return;
    members ??= [...(type.oneOf === undefined ? [] : [alternatives(type.oneOf)]), ...bodyFields(type).map(memberCheck)];
    for (const check of members) check(value, path, found);
  };
}

/** Asked of the struct that has the member. */
function memberCheck(field: FieldNode): Check {
  const { name } = field;
  const below = checkOf(field.type);
  const own = isRuled(field) ? ownCheck(field) : nothing;
  if (below === nothing && own === nothing) return nothing;
  const byValue = field.type.kind === 'struct' && !field.pointer;
  return (struct, path, found) => {
    const value = isObject(struct) ? struct[name] : undefined;
    const at = path === '' ? name : `${path}.${name}`;
    const before = found.length;
    if (isObject(struct) && applies(field, struct)) own(value, at, found);
    if (found.length === before) below(value ?? (byValue ? {} : undefined), at, found);
  };
}

function applies({ rule }: FieldNode, struct: JsonObject): boolean {
  return Object.entries(rule?.when ?? {}).every(([name, value]) => struct[name] === value);
}

function ownCheck(field: FieldNode): Check {
  const { pointer, required, rule = {} } = field;
  const { format, range, values } = rule;
  const demanded = isDemanded(field);
  const detail = typeof rule.required === 'string' ? rule.required : '';
  return (value, path, found) => {
    if (demanded && isAbsent(value, pointer)) found.push(FieldErrors.required(path, detail));
    else if (format !== undefined && (value !== undefined || required)) found.push(...formatErrors(format, value, path));
    if (values !== undefined && typeof value === 'string' && value !== '' && !values.includes(value)) {
      found.push(FieldErrors.notSupported(path, value, values));
    }
    if (range === undefined || (pointer && value === undefined)) return;
    const number = value ?? 0;
    if (typeof number === 'number' && (number < range.from || number > (range.to ?? number))) {
      found.push(FieldErrors.invalid(path, number, range.text));
    }
  };
}

function formatErrors(format: NameFormat, value: Json | undefined, path: string): FieldError[] {
  const text = typeof value === 'string' ? value : '';
  return FORMATS[format](text).map((problem) => FieldErrors.invalid(path, text, problem));
}

/** Whether an object without the field is refused for that. */
export function isDemanded({ type, pointer, required, rule }: FieldNode): boolean {
  return rule?.required === undefined ? required && hasAbsence(type, pointer) : rule.required !== false;
}

/** Numbers and booleans that Go keeps by value are never absent, and neither are structs: those are looked into. */
function hasAbsence(type: TypeNode, pointer: boolean): boolean {
  if (pointer || type.kind === 'list' || type.kind === 'map' || type.kind === 'any') return true;
  return type.kind === 'scalar' && !['bool', 'int32', 'int64', 'float64', 'duration', 'quantity', 'intOrString'].includes(type.scalar);
}

function isAbsent(value: Json | undefined, pointer: boolean): boolean {
  if (value === undefined || value === null) return true;
  if (pointer) return false;
  if (Array.isArray(value)) return value.length === 0;
  return value === '' || value === 0 || (isObject(value) && Object.keys(value).length === 0);
}

function alternatives({ members, none, several }: OneOf): Check {
  return (struct, path, found) => {
    const given = members.filter((name) => isObject(struct) && struct[name] !== undefined);
    if (given.length === 0) found.push(FieldErrors.required(path, none));
    if (several === undefined) return;
    for (const name of given.slice(1)) found.push(FieldErrors.forbidden(path === '' ? name : `${path}.${name}`, several));
  };
}
