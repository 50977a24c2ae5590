import { timeText } from '../../../kube/time';
import type { CustomResourceDefinition, CustomResourceDefinitionCondition } from '../../../kube/types/apiextensions';

export type ConditionType =
  'Established' | 'NamesAccepted' | 'NonStructuralSchema' | 'Terminating' | 'KubernetesAPIApprovalPolicyConformant';

/** What is to be said; the time is the writer's. */
export interface Said {
  readonly type: ConditionType;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
}

export function conditionOf(crd: CustomResourceDefinition, type: ConditionType): CustomResourceDefinitionCondition | undefined {
  return crd.status?.conditions?.find((condition) => condition.type === type);
}

export function isTrue(crd: CustomResourceDefinition, type: ConditionType): boolean {
  return conditionOf(crd, type)?.status === 'True';
}

/** With that condition in its place, or at the end; the time of transition moves with the status only. */
export function withCondition(crd: CustomResourceDefinition, said: Said, now: number): CustomResourceDefinition {
  const conditions = crd.status?.conditions ?? [];
  const old = conditionOf(crd, said.type);
  const time = old?.status === said.status && old.lastTransitionTime !== undefined ? old.lastTransitionTime : timeText(now);
  const { type, status, reason, message } = said;
  const next: CustomResourceDefinitionCondition = { type, status, lastTransitionTime: time, reason, message };
  const all = old === undefined ? [...conditions, next] : conditions.map((one) => (one === old ? next : one));
  return { ...crd, status: { ...crd.status, conditions: all } };
}

/** Whether the same is said already. */
export function says(crd: CustomResourceDefinition, { type, status, reason, message }: Said): boolean {
  const condition = conditionOf(crd, type);
  return condition?.status === status && condition.reason === reason && condition.message === message;
}
