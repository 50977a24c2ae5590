import { isObject, type Json } from '../../../kube/json';
import type { KubeObject } from '../../../kube/meta';
import { computedDefaults } from './computed-defaults';
import data from './data/defaults.json';

/**
 * Go's SetDefaults as data. Paths are dotted: `*` stands for every item of a list, a step that ends in `?` is not made where it is missing.
 * `set` gives values to what is absent, `zero` also to a number that is 0, `use` applies a named shape at a path, `when` sets more if the value at a path is one of those named,
 * `compute` names a function for what depends on other fields.
 */
interface Shape {
  readonly set?: Readonly<Record<string, Json>>;
  readonly zero?: Readonly<Record<string, Json>>;
  readonly use?: Readonly<Record<string, string>>;
  readonly when?: readonly Condition[];
  readonly compute?: string;
}

interface Condition {
  readonly at: string;
  readonly is: readonly string[];
  readonly set: Readonly<Record<string, Json>>;
}

type Change = (value: Json | undefined) => Json | undefined;

const { shapes, kinds } = data as { readonly shapes: Readonly<Record<string, Shape>>; readonly kinds: Readonly<Record<string, Shape>> };

/**
 * Sets the defaults of a kind, or returns undefined for a kind without any. They stand under `resource.group`, or under
 * `resource.group/version` where versions differ.
 */
export function defaulterOf(groupResource: string, version: string): ((object: KubeObject) => KubeObject) | undefined {
  const shape = [`${groupResource}/${version}`, groupResource].flatMap((name) => (Object.hasOwn(kinds, name) ? [kinds[name]] : []))[0];
  if (shape === undefined) return undefined;
  const change = compiled(shape);
  return (object) => change(object as Json) as KubeObject;
}

function compiled({ set = {}, zero = {}, use = {}, when = [], compute }: Shape): Change {
  const changes = [
    ...Object.entries(set).map(([path, value]) => settingAt(path, value, [undefined])),
    ...Object.entries(zero).map(([path, value]) => settingAt(path, value, [undefined, 0])),
    ...Object.entries(use).map(([path, name]) => shapeAt(path, name)),
    ...when.map(conditional),
    ...(compute === undefined ? [] : [computedBy(compute)]),
  ];
  return (tree) => changes.reduce((value, change) => change(value), tree);
}

function settingAt(path: string, value: Json, nothing: readonly (Json | undefined)[]): Change {
  return changeAt(path.split('.'), (current) => (nothing.includes(current) ? value : current));
}

function shapeAt(path: string, name: string): Change {
  const shape = shapes[name];
  if (shape === undefined) throw new Error(`defaults.json names no shape ${name}`);
  const change = compiled(shape);
  return path === '' ? change : changeAt(path.split('.'), change);
}

function computedBy(name: string): Change {
  const compute = computedDefaults[name];
  if (compute === undefined) throw new Error(`defaults.json names no computation ${name}`);
  return (tree) => (isObject(tree) ? compute(tree) : tree);
}

function conditional({ at, is, set }: Condition): Change {
  const change = compiled({ set });
  const steps = at.split('.');
  return (tree) => {
    const value = steps.reduce<Json | undefined>((node, step) => (isObject(node) ? node[step] : undefined), tree);
    return typeof value === 'string' && is.includes(value) ? change(tree) : tree;
  };
}

/** Copies only where something changes. */
function changeAt(steps: readonly string[], change: Change): Change {
  const [step = '', ...rest] = steps;
  const next = rest.length === 0 ? change : changeAt(rest, change);
  if (step === '*') return (list) => (Array.isArray(list) ? changedItems(list, next) : list);
  const name = step.endsWith('?') ? step.slice(0, -1) : step;
  // A list is never made, and neither is anything on the way to one.
  const needed = name !== step || rest.includes('*');
  return (node) => {
    if (!isObject(node)) return node;
    const current = node[name];
    if (current === undefined && needed) return node;
    const changed = next(current === undefined && rest.length > 0 ? {} : current);
    const nothing = changed === undefined || changed === current || (current === undefined && rest.length > 0 && isEmpty(changed));
    return nothing ? node : { ...node, [name]: changed };
  };
}

function isEmpty(value: Json): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

function changedItems(list: Json[], next: Change): Json[] {
  const changed = list.map((item) => next(item) ?? item);
  return changed.some((item, index) => item !== list[index]) ? changed : list;
}
