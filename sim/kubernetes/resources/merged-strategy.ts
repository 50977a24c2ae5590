import type { FieldError } from '../../../kube/field-error';
import type { KubeObject } from '../../../kube/meta';
import type { RequestContext } from '../model/request-context';
import type { Strategy } from '../model/strategy';

/** One strategy out of two: both set defaults, prepare and validate, the base first; for the rest, what `own` has wins. */
export function mergeStrategies(base: Strategy, own: Strategy): Strategy {
  return {
    ...base,
    ...own,
    ...defaulting(base, own),
    ...chained('prepareForCreate', base, own),
    ...chained('prepareForUpdate', base, own),
    ...joined('validate', base, own),
    ...joined('validateUpdate', base, own),
    ...(base.selectableFields === undefined ? {} : { selectableFields: { ...base.selectableFields, ...own.selectableFields } }),
  };
}

type Prepare = 'prepareForCreate' | 'prepareForUpdate';
type Validate = 'validate' | 'validateUpdate';

function defaulting(base: Strategy, own: Strategy): Partial<Strategy> {
  if (base.applyDefaults === undefined || own.applyDefaults === undefined) return {};
  return {
    applyDefaults(object) {
      const defaulted = base.applyDefaults?.(object) ?? object;
      return own.applyDefaults?.(defaulted) ?? defaulted;
    },
  };
}

function chained(member: Prepare, base: Strategy, own: Strategy): Partial<Strategy> {
  if (base[member] === undefined || own[member] === undefined) return {};
  if (member === 'prepareForCreate') {
    return {
      prepareForCreate(object, context) {
        const prepared = base.prepareForCreate?.(object, context) ?? object;
        return own.prepareForCreate?.(prepared, context) ?? prepared;
      },
    };
  }
  return {
    prepareForUpdate(next, current, context) {
      const prepared = base.prepareForUpdate?.(next, current, context) ?? next;
      return own.prepareForUpdate?.(prepared, current, context) ?? prepared;
    },
  };
}

function joined(member: Validate, base: Strategy, own: Strategy): Partial<Strategy> {
  if (base[member] === undefined || own[member] === undefined) return {};
  if (member === 'validate') return { validate: (object, context) => both((one) => one.validate?.(object, context), base, own) };
  return {
    validateUpdate: (next: KubeObject, current: KubeObject, context: RequestContext) =>
      both((one) => one.validateUpdate?.(next, current, context), base, own),
  };
}

function both(run: (one: Strategy) => readonly FieldError[] | undefined, base: Strategy, own: Strategy): readonly FieldError[] {
  return [...(run(base) ?? []), ...(run(own) ?? [])];
}
