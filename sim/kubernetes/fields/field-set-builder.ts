import { compareElements, fieldElement } from './path-element';
import { FieldSet, fieldSetEntry } from './field-set';
import type { FieldPath, FieldSetEntry } from './field-set';
import type { PathElement } from './path-element';

interface Draft {
  member: boolean;
  below?: Map<string, Draft>;
  readonly element: PathElement | undefined;
}

/** Collects paths in any order. */
export class FieldSetBuilder {
  private readonly root: Draft = { member: false, element: undefined };

  /** The empty path is nothing anyone could own: it is ignored. */
  add(path: FieldPath): void {
    let draft = this.root;
    for (const element of path) {
      const below = (draft.below ??= new Map<string, Draft>());
      let next = below.get(element.text);
      if (next === undefined) below.set(element.text, (next = { member: false, element }));
      draft = next;
    }
    if (path.length > 0) draft.member = true;
  }

  build(): FieldSet {
    return built(this.root);
  }
}

/** The set of paths of field names. */
export function fieldSetOfNames(paths: readonly (readonly string[])[]): FieldSet {
  const builder = new FieldSetBuilder();
  for (const path of paths) builder.add(path.map(fieldElement));
  return builder.build();
}

function built(draft: Draft): FieldSet {
  if (draft.below === undefined) return FieldSet.empty;
  const entries: FieldSetEntry[] = [];
  for (const child of draft.below.values()) {
    const entry = child.element === undefined ? undefined : fieldSetEntry(child.element, child.member, built(child));
    if (entry !== undefined) entries.push(entry);
  }
  return FieldSet.of(entries.length === 1 ? entries : entries.sort((a, b) => compareElements(a.element, b.element)));
}
