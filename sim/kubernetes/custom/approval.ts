import { goQuote } from '../../../base/go';
import type { CustomResourceDefinition } from '../../../kube/types/apiextensions';
import type { Said } from './conditions';

export const APPROVAL_ANNOTATION = 'api-approved.kubernetes.io';

export type Approval =
  | { readonly state: 'missing' | 'bypassed' | 'approved'; readonly message: string }
  | { readonly state: 'invalid'; readonly message: string };

/** Groups that only Kubernetes itself may extend. */
export function isProtectedGroup(group: string): boolean {
  return /(^|\.)(k8s\.io|kubernetes\.io)$/.test(group);
}

/** What the annotation says of a definition in a protected group. */
export function approvalOf(annotations: Readonly<Record<string, string>> | undefined): Approval {
  const value = annotations?.[APPROVAL_ANNOTATION] ?? '';
  const see = 'see https://github.com/kubernetes/enhancements/pull/1111';
  if (value === '') return { state: 'missing', message: `protected groups must have approval annotation "${APPROVAL_ANNOTATION}", ${see}` };
  if (value.startsWith('unapproved')) return { state: 'bypassed', message: `not approved: ${goQuote(value)}` };
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/\s]+/i.test(value)) return { state: 'approved', message: `approved in ${value}` };
  const why = `protected groups must have approval annotation "${APPROVAL_ANNOTATION}" with either a URL or a reason starting with "unapproved", ${see}`;
  return { state: 'invalid', message: why };
}

const REASONS: Readonly<Record<Approval['state'], { readonly status: 'True' | 'False'; readonly reason: string }>> = {
  invalid: { status: 'False', reason: 'InvalidAnnotation' },
  missing: { status: 'False', reason: 'MissingAnnotation' },
  bypassed: { status: 'False', reason: 'UnapprovedAnnotation' },
  approved: { status: 'True', reason: 'ApprovedAnnotation' },
};

/** Undefined for groups that need nobody's approval. */
export function approvalCondition(crd: CustomResourceDefinition): Said | undefined {
  if (!isProtectedGroup(crd.spec?.group ?? '')) return undefined;
  const { state, message } = approvalOf(crd.metadata?.annotations);
  return { type: 'KubernetesAPIApprovalPolicyConformant', ...REASONS[state], message };
}
