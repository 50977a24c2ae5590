import { without } from '../../../../base/objects';
import { isObject } from '../../../../kube/json';

/** The value at a path of a canonical tree, or undefined where something on the way is missing. */
export function at(tree: unknown, ...path: readonly (string | number)[]): unknown {
  let value = tree;
  for (const step of path) {
    if (typeof step === 'number') value = Array.isArray(value) ? (value as unknown[])[step] : undefined;
    else value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value;
}

export function textAt(tree: unknown, ...path: readonly (string | number)[]): string {
  const value = at(tree, ...path);
  return typeof value === 'string' ? value : '';
}

export function numberAt(tree: unknown, ...path: readonly (string | number)[]): number {
  const value = at(tree, ...path);
  return typeof value === 'number' ? value : 0;
}

export function listAt(tree: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const value = at(tree, ...path);
  return Array.isArray(value) ? value : [];
}

export function entriesAt(tree: unknown, ...path: readonly (string | number)[]): readonly [string, unknown][] {
  const value = at(tree, ...path);
  return isObject(value) ? Object.entries(value) : [];
}

/** A copy with a member replaced, or removed by undefined: absent is the canonical form of zero. */
export function withMember<T extends object>(object: T, member: keyof T & string, value: unknown): T {
  if (value !== undefined) return { ...object, [member]: value };
  return Object.hasOwn(object, member) ? (without(object, member) as T) : object;
}

/** A scalar as text: an int-or-string field, say. */
export function scalarAt(tree: unknown, ...path: readonly (string | number)[]): string {
  const value = at(tree, ...path);
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
