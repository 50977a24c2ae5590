import { compareTyped } from './compare';
import { FieldSet } from './field-set';
import { fieldSetOfNames } from './field-set-builder';
import { reconciled } from './typed-sets';
import type { JsonObject } from '../../../kube/json';
import type { TypeNode } from '../schema/type-node';
import type { Comparison } from './compare';
import type { Manager, Managers } from './managers';

/** What a kind's endpoint tells about the ownership of its fields. */
export interface OwnershipRules {
  readonly type: TypeNode;
  /** Of the request; the objects are in it. */
  readonly apiVersion: string;
  /** Paths that this endpoint resets, and that nobody owns through it. */
  readonly resetFields: readonly (readonly string[])[];
  /** Types of the kind's other versions: entries of a version that has none are forgotten. Default: there are no others. */
  readonly typeOfVersion?: (apiVersion: string) => TypeNode | undefined;
}

export interface OwnershipChange {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly managers: Managers;
  /** Identity of who makes the change; it neither conflicts with itself nor loses anything. */
  readonly actor: string;
}

export interface OwnershipOutcome {
  readonly managers: Managers;
  readonly comparison: Comparison;
  /** What others own and this change rewrites, by their identity. */
  readonly conflicts: ReadonlyMap<string, FieldSet>;
}

/** Takes from everyone but the actor what the change removes or rewrites; who is left with nothing disappears. */
export function settleOwnership(change: OwnershipChange, rules: OwnershipRules): OwnershipOutcome {
  const comparisons = new Map<string, Comparison | undefined>();
  const comparisonAt = (apiVersion: string): Comparison | undefined => {
    if (!comparisons.has(apiVersion)) comparisons.set(apiVersion, compareAt(change, rules, apiVersion));
    return comparisons.get(apiVersion);
  };
  const managers = new Map<string, Manager>();
  const conflicts = new Map<string, FieldSet>();
  for (const [identity, manager] of change.managers) {
    const comparison = identity === change.actor ? NO_CHANGE : comparisonAt(manager.apiVersion);
    if (comparison === undefined) continue;
    const rewritten = manager.fields.intersection(comparison.modified.union(comparison.added));
    if (!rewritten.isEmpty) conflicts.set(identity, rewritten);
    const fields = manager.fields.difference(rewritten).difference(comparison.removed);
    if (!fields.isEmpty) managers.set(identity, fields === manager.fields ? manager : { ...manager, fields });
  }
  return { managers, conflicts, comparison: comparisonAt(rules.apiVersion) ?? NO_CHANGE };
}

const NO_CHANGE: Comparison = { removed: FieldSet.empty, modified: FieldSet.empty, added: FieldSet.empty };

/** Without what the endpoint resets. */
export function withoutResetFields(fields: FieldSet, { resetFields }: OwnershipRules): FieldSet {
  return resetFields.length === 0 ? fields : fields.recursiveDifference(resetSet(resetFields));
}

export function typeAt({ type, apiVersion, typeOfVersion }: OwnershipRules, version: string): TypeNode | undefined {
  return version === apiVersion ? type : typeOfVersion?.(version);
}

/** The managers with their sets brought in line with the types as they are now. */
export function reconciledManagers(managers: Managers, rules: OwnershipRules): Managers {
  const settled = new Map<string, Manager>();
  for (const [identity, manager] of managers) {
    const type = typeAt(rules, manager.apiVersion);
    if (type === undefined) continue;
    const fields = reconciled(manager.fields, type);
    settled.set(identity, fields === manager.fields ? manager : { ...manager, fields });
  }
  return settled;
}

function compareAt({ before, after }: OwnershipChange, rules: OwnershipRules, apiVersion: string): Comparison | undefined {
  const type = typeAt(rules, apiVersion);
  if (type === undefined) return undefined;
  const { removed, modified, added } = compareTyped(before, after, type);
  const kept = (fields: FieldSet) => (apiVersion === rules.apiVersion ? withoutResetFields(fields, rules) : fields);
  return { removed: kept(removed), modified: kept(modified), added: kept(added) };
}

const resetSets = new WeakMap<OwnershipRules['resetFields'], FieldSet>();

function resetSet(resetFields: OwnershipRules['resetFields']): FieldSet {
  let set = resetSets.get(resetFields);
  if (set === undefined) resetSets.set(resetFields, (set = fieldSetOfNames(resetFields)));
  return set;
}
