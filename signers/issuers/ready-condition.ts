import type { Condition } from '../../kube/meta';

/** What a set-up found; the rest of the condition follows from the object. */
export interface Readiness {
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

/**
 * The conditions with Ready set, in its old place if it had one. `lastTransitionTime` moves only when the status changes. An empty
 * message is left out, as Go leaves it out.
 */
export function withReady(
  conditions: readonly Condition[],
  readiness: Readiness,
  at: { readonly generation: number; readonly time: string },
): Condition[] {
  const old = conditions.find(({ type }) => type === 'Ready');
  const { status, reason, message } = readiness;
  const lastTransitionTime = old?.status === status ? (old.lastTransitionTime ?? at.time) : at.time;
  const ready: Condition = {
    type: 'Ready',
    status,
    lastTransitionTime,
    reason,
    ...(message === '' ? {} : { message }),
    observedGeneration: at.generation,
  };
  return old === undefined ? [...conditions, ready] : conditions.map((condition) => (condition === old ? ready : condition));
}
