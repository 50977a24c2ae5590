import { FieldErrors, type FieldError } from '../../../kube/field-error';
import { isObject, type JsonObject } from '../../../kube/json';
import { alternatives, applies, fieldCheck, nothing, type Check } from './field-rules';
import type { FieldNode, StructNode, TypeNode } from './type-node';

const checks = new WeakMap<TypeNode, Check>();

/** Checked for every kind in the same way (validateObjectMeta), or written by the server itself. */
const ENVELOPE = ['kind', 'apiVersion', 'metadata', 'status'];

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
  const own = fieldCheck(field);
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
