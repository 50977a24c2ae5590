import { goQuote } from '../../../base/go';
import type { CustomResourceDefinition, CustomResourceDefinitionNames } from '../../../kube/types/apiextensions';
import { sameTree } from '../../../kube/same-tree';
import type { Said } from './conditions';

export interface Naming {
  readonly accepted: CustomResourceDefinitionNames;
  readonly condition: Said;
}

export const GOOD_NAMES: Said = { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' };

/** Which of the asked names a definition gets, beside the other definitions of its group. The last conflict is told. */
export function acceptNames(crd: CustomResourceDefinition, others: readonly CustomResourceDefinition[]): Naming {
  const asked = crd.spec?.names ?? {};
  const accepted = crd.status?.acceptedNames ?? {};
  const taken = takenNames(others);
  const next: CustomResourceDefinitionNames = { ...accepted };
  let condition = GOOD_NAMES;
  const conflict = (reason: string, message: string): void => {
    condition = { type: 'NamesAccepted', status: 'False', reason, message };
  };
  const claim = (field: 'plural' | 'singular' | 'kind' | 'listKind', used: ReadonlySet<string>, reason: string): void => {
    const name = asked[field] ?? '';
    if (name !== (accepted[field] ?? '') && used.has(name)) conflict(reason, inUse(name));
    else if (name !== '') next[field] = name;
  };
  claim('plural', taken.resources, 'PluralConflict');
  claim('singular', taken.resources, 'SingularConflict');
  const short = asked.shortNames ?? [];
  const clashes = short.filter((name) => !(accepted.shortNames ?? []).includes(name) && taken.resources.has(name));
  if (clashes.length > 0) conflict('ShortNamesConflict', aggregate(clashes.map(inUse)));
  else if (!sameTree(short, accepted.shortNames ?? [])) next.shortNames = short;
  claim('kind', taken.kinds, 'KindConflict');
  claim('listKind', taken.kinds, 'ListKindConflict');
  const { categories: _categories, ...rest } = next;
  return { accepted: asked.categories === undefined ? rest : { ...rest, categories: asked.categories }, condition };
}

function takenNames(others: readonly CustomResourceDefinition[]): { resources: ReadonlySet<string>; kinds: ReadonlySet<string> } {
  const names = others.map((other) => other.status?.acceptedNames ?? {});
  const resources = names.flatMap(({ plural, singular, shortNames = [] }) => [plural, singular, ...shortNames]);
  const kinds = names.flatMap(({ kind, listKind }) => [kind, listKind]);
  const used = (list: readonly (string | undefined)[]): ReadonlySet<string> => new Set(list.filter((name) => name !== undefined));
  return { resources: used(resources), kinds: used(kinds) };
}

function inUse(name: string): string {
  return `${goQuote(name)} is already in use`;
}

function aggregate(texts: readonly string[]): string {
  const all = [...new Set(texts)];
  return all.length === 1 ? all.join('') : `[${all.join(', ')}]`;
}
