/** A CEL type by its name and parameters. A type of an object of a schema knows its fields. */
export interface CelType {
  readonly name: string;
  readonly args: readonly CelType[];
  readonly fields?: (name: string) => CelType | undefined;
  /** The most characters, items or members a value can have, where its schema says or its budget implies one. */
  readonly max?: number;
}

export function simple(name: string): CelType {
  return { name, args: [] };
}

export const DYN = simple('dyn');
export const BOOL = simple('bool');
export const INT = simple('int');
export const UINT = simple('uint');
export const DOUBLE = simple('double');
export const STRING = simple('string');
export const BYTES = simple('bytes');
export const NULL = simple('null');
export const TIMESTAMP = simple('timestamp');
export const DURATION = simple('duration');
export const TYPE = simple('type');

export function listOf(item: CelType, max?: number): CelType {
  return { name: 'list', args: [item], ...(max === undefined ? {} : { max }) };
}

export function mapOf(key: CelType, value: CelType, max?: number): CelType {
  return { name: 'map', args: [key, value], ...(max === undefined ? {} : { max }) };
}

export function optionalOf(value: CelType): CelType {
  return { name: 'optional_type', args: [value] };
}

/** As errors name it: `map(string, int)`. */
export function typeText({ name, args }: CelType): string {
  return args.length === 0 ? name : `${name}(${args.map(typeText).join(', ')})`;
}

/** Type parameters: one capital letter; N and M stand for any number. */
export type Bindings = Map<string, CelType>;

const PARAMETER = /^[A-Z]$/;
const NUMERIC: ReadonlySet<string> = new Set(['int', 'uint', 'double']);

/** Whether a value of `from` may stand where `to` is wanted. Binds parameters of `to`, in the bindings that were handed in. */
export function assignable(from: CelType, to: CelType, bindings: Bindings): boolean {
  if (PARAMETER.test(to.name)) return assignableToParameter(from, to, bindings);
  if (from.name === 'dyn' || to.name === 'dyn' || PARAMETER.test(from.name)) return true;
  if (from.name === 'null' && (to.fields !== undefined || ['timestamp', 'duration', 'optional_type'].includes(to.name))) return true;
  return (
    from.name === to.name &&
    from.args.length === to.args.length &&
    from.args.every((arg, index) => assignable(arg, to.args[index] ?? DYN, bindings))
  );
}

function assignableToParameter(from: CelType, to: CelType, bindings: Bindings): boolean {
  if (to.name === 'N' || to.name === 'M') return from.name === 'dyn' || NUMERIC.has(from.name);
  const bound = bindings.get(to.name);
  if (bound === undefined || bound.name === 'dyn' || isOpen(bound)) {
    bindings.set(to.name, from);
    return bound === undefined || assignable(bound, from, new Map()) || assignable(from, bound, new Map());
  }
  return assignable(from, bound, new Map());
}

/** An empty list or map takes any element. */
function isOpen({ args }: CelType): boolean {
  return args.some((arg) => arg.name === 'dyn' || PARAMETER.test(arg.name) || isOpen(arg));
}

/** The type with its parameters filled in; what nothing bound is dyn. */
export function substituted(type: CelType, bindings: Bindings): CelType {
  if (PARAMETER.test(type.name)) return bindings.get(type.name) ?? DYN;
  return type.args.length === 0 ? type : { ...type, args: type.args.map((arg) => substituted(arg, bindings)) };
}
