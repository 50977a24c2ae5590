import { compareElements } from './path-element';
import type { JsonObject } from '../../../kube/json';
import type { PathElement } from './path-element';

export type FieldPath = readonly PathElement[];

/** A step of the trie: whether the path that ends here is in the set, and the set of what lies below. */
export interface FieldSetEntry {
  readonly element: PathElement;
  readonly member: boolean;
  /** Never empty. */
  readonly below?: FieldSet;
}

type Merge = (a: FieldSetEntry | undefined, b: FieldSetEntry | undefined) => FieldSetEntry | undefined;

/** An immutable set of field paths: a trie with its entries sorted as structured-merge-diff sorts them. */
export class FieldSet {
  static readonly empty = new FieldSet([]);

  /** `entries` are sorted and without repetition. */
  static of(entries: readonly FieldSetEntry[]): FieldSet {
    return entries.length === 0 ? FieldSet.empty : new FieldSet(entries);
  }

  private encoded: JsonObject | undefined;

  private constructor(readonly entries: readonly FieldSetEntry[]) {}

  /** The encoded form, made once. */
  memo(encode: () => JsonObject): JsonObject {
    return (this.encoded ??= encode());
  }

  get isEmpty(): boolean {
    return this.entries.length === 0;
  }

  has(path: FieldPath): boolean {
    const [first, ...rest] = path;
    const found = first === undefined ? undefined : this.find(first);
    if (rest.length === 0) return found?.member ?? false;
    return found?.below?.has(rest) ?? false;
  }

  find(element: PathElement): FieldSetEntry | undefined {
    let [low, high] = [0, this.entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const entry = this.entries[middle];
      if (entry === undefined) return undefined;
      const order = compareElements(entry.element, element);
      if (order === 0) return entry;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return undefined;
  }

  /** What lies below `element`, without it. */
  below(element: PathElement): FieldSet {
    return this.find(element)?.below ?? FieldSet.empty;
  }

  union(other: FieldSet): FieldSet {
    if (this === other || other.isEmpty) return this;
    return this.isEmpty ? other : this.merge(other, unionOf);
  }

  intersection(other: FieldSet): FieldSet {
    return this === other ? this : this.merge(other, intersectionOf);
  }

  /** Without the paths of `other`; what lies below them stays. */
  difference(other: FieldSet): FieldSet {
    return other.isEmpty ? this : this.merge(other, differenceOf);
  }

  /** Without the paths of `other` and all that lies below them. */
  recursiveDifference(other: FieldSet): FieldSet {
    return other.isEmpty ? this : this.merge(other, recursiveDifferenceOf);
  }

  /** Only the paths that lead no further. */
  leaves(): FieldSet {
    return FieldSet.of(
      this.entries.map(({ element, member, below }) =>
        below === undefined ? { element, member } : { element, member: false, below: below.leaves() },
      ),
    );
  }

  /** Every path; on each level those that end there come first. */
  *paths(prefix: FieldPath = []): Generator<FieldPath> {
    for (const { element, member } of this.entries) if (member) yield [...prefix, element];
    for (const { element, below } of this.entries) if (below !== undefined) yield* below.paths([...prefix, element]);
  }

  private merge(other: FieldSet, combine: Merge): FieldSet {
    const merged: FieldSetEntry[] = [];
    const keep = (entry: FieldSetEntry | undefined) => entry !== undefined && merged.push(entry);
    let [i, j] = [0, 0];
    while (i < this.entries.length || j < other.entries.length) {
      const [a, b] = [this.entries[i], other.entries[j]];
      const order = a === undefined ? 1 : b === undefined ? -1 : compareElements(a.element, b.element);
      keep(combine(order <= 0 ? a : undefined, order >= 0 ? b : undefined));
      if (order <= 0) i++;
      if (order >= 0) j++;
    }
    return FieldSet.of(merged);
  }
}

/** The entry, or undefined when it holds nothing. */
export function fieldSetEntry(element: PathElement, member: boolean, below: FieldSet | undefined): FieldSetEntry | undefined {
  if (below === undefined || below.isEmpty) return member ? { element, member } : undefined;
  return { element, member, below };
}

function unionOf(a: FieldSetEntry | undefined, b: FieldSetEntry | undefined): FieldSetEntry | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.member && b.below === undefined) return a;
  return fieldSetEntry(a.element, a.member || b.member, (a.below ?? FieldSet.empty).union(b.below ?? FieldSet.empty));
}

function intersectionOf(a: FieldSetEntry | undefined, b: FieldSetEntry | undefined): FieldSetEntry | undefined {
  if (a === undefined || b === undefined) return undefined;
  const below = a.below === undefined || b.below === undefined ? undefined : a.below.intersection(b.below);
  return fieldSetEntry(a.element, a.member && b.member, below);
}

function differenceOf(a: FieldSetEntry | undefined, b: FieldSetEntry | undefined): FieldSetEntry | undefined {
  if (a === undefined || b === undefined) return a;
  const below = b.below === undefined ? a.below : a.below?.difference(b.below);
  return fieldSetEntry(a.element, a.member && !b.member, below);
}

function recursiveDifferenceOf(a: FieldSetEntry | undefined, b: FieldSetEntry | undefined): FieldSetEntry | undefined {
  if (a === undefined || b === undefined) return a;
  if (b.member) return undefined;
  return fieldSetEntry(a.element, a.member, b.below === undefined ? a.below : a.below?.recursiveDifference(b.below));
}
