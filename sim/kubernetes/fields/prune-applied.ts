import { FieldSet } from './field-set';
import { typeAt } from './ownership';
import { removeItems } from './remove-items';
import { fieldSetOf, withNamedFields } from './typed-sets';
import type { JsonObject } from '../../../kube/json';
import type { Manager, Managers } from './managers';
import type { OwnershipRules } from './ownership';

/** The merged object without what the applier's last configuration set, its new one does not, and nobody else owns. */
export function pruneApplied(merged: JsonObject, last: Manager | undefined, managers: Managers, rules: OwnershipRules): JsonObject {
  const type = last === undefined ? undefined : typeAt(rules, last.apiVersion);
  if (last === undefined || type === undefined || last.fields.isEmpty) return merged;
  const named = (fields: FieldSet) => withNamedFields(fields, type);
  const given = named(last.fields);
  const owned = named([...managers.values()].reduce((set, { fields }) => set.union(fields), FieldSet.empty));
  const all = named(fieldSetOf(merged, type));
  const pruned = removeItems(merged, given, type);
  const kept = removeItems(merged, all.difference(named(fieldSetOf(pruned, type)).union(owned)), type);
  // Whatever went along with them, in a struct or an item that lost its owner, and was not the applier's own, comes back.
  return removeItems(merged, all.difference(named(fieldSetOf(kept, type))).intersection(given), type);
}
