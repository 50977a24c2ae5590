import type { NamespaceCondition } from '../../../../kube/types/core';

/** What a round of deleting content found. */
export interface Findings {
  readonly discoveryErrors: readonly string[];
  readonly contentErrors: readonly string[];
  /** `resource.group` and how many objects of it are left. */
  readonly remaining: ReadonlyMap<string, number>;
  /** Finalizer and how many objects it holds. */
  readonly finalizers: ReadonlyMap<string, number>;
}

interface ConditionKind {
  readonly type: string;
  readonly fine: { readonly reason: string; readonly message: string };
  /** Reason and message when something is wrong, or undefined. */
  trouble(findings: Findings): { readonly reason: string; readonly message: string } | undefined;
}

/** In the order in which they are written. */
const KINDS: readonly ConditionKind[] = [
  {
    type: 'NamespaceDeletionDiscoveryFailure',
    fine: { reason: 'ResourcesDiscovered', message: 'All resources successfully discovered' },
    trouble: ({ discoveryErrors: [error] }) => (error === undefined ? undefined : { reason: 'DiscoveryFailed', message: error }),
  },
  {
    type: 'NamespaceDeletionGroupVersionParsingFailure',
    fine: { reason: 'ParsedGroupVersions', message: 'All legacy kube types successfully parsed' },
    trouble: () => undefined,
  },
  {
    type: 'NamespaceDeletionContentFailure',
    fine: { reason: 'ContentDeleted', message: 'All content successfully deleted, may be waiting on finalization' },
    trouble: ({ contentErrors }) =>
      contentErrors.length === 0
        ? undefined
        : {
            reason: 'ContentDeletionFailed',
            message: `Failed to delete all resource types, ${contentErrors.length} remaining: ${[...contentErrors].sort().join(', ')}`,
          },
  },
  {
    type: 'NamespaceContentRemaining',
    fine: { reason: 'ContentRemoved', message: 'All content successfully removed' },
    trouble: ({ remaining }) =>
      remaining.size === 0
        ? undefined
        : {
            reason: 'SomeResourcesRemain',
            message: `Some resources are remaining: ${listed(remaining, (resource, count) => `${resource} has ${count} resource instances`)}`,
          },
  },
  {
    type: 'NamespaceFinalizersRemaining',
    fine: { reason: 'ContentHasNoFinalizers', message: 'All content-preserving finalizers finished' },
    trouble: ({ finalizers }) =>
      finalizers.size === 0
        ? undefined
        : {
            reason: 'SomeFinalizersRemain',
            message: `Some content in the namespace has finalizers remaining: ${listed(finalizers, (name, count) => `${name} in ${count} resource instances`)}`,
          },
  },
];

/** The conditions after a round, or undefined when nothing changed. A condition keeps its time while its status stays. */
export function updatedConditions(
  current: readonly NamespaceCondition[],
  findings: Findings,
  now: string,
): NamespaceCondition[] | undefined {
  const wanted = KINDS.map((kind) => conditionOf(kind, findings, now));
  const kept = current.map((old) =>
    merged(
      old,
      wanted.find(({ type }) => type === old.type),
    ),
  );
  const added = wanted.filter(({ type }) => !current.some((old) => old.type === type));
  const changed = added.length > 0 || kept.some((condition, index) => condition !== current[index]);
  return changed ? [...kept, ...added] : undefined;
}

function conditionOf(kind: ConditionKind, findings: Findings, lastTransitionTime: string): NamespaceCondition {
  const trouble = kind.trouble(findings);
  return { type: kind.type, status: trouble === undefined ? 'False' : 'True', lastTransitionTime, ...(trouble ?? kind.fine) };
}

function merged(old: NamespaceCondition, next: NamespaceCondition | undefined): NamespaceCondition {
  if (next === undefined) return old;
  if (old.status !== next.status) return next;
  if (old.reason === next.reason && old.message === next.message) return old;
  return { ...next, ...(old.lastTransitionTime === undefined ? {} : { lastTransitionTime: old.lastTransitionTime }) };
}

function listed(counts: ReadonlyMap<string, number>, text: (name: string, count: number) => string): string {
  return Array.from(counts, ([name, count]) => text(name, count))
    .sort()
    .join(', ');
}
