import { goQuote } from '../../../../base/go';
import type { KubeObject } from '../../../../kube/meta';
import type { PolicyRule, RoleRef, Subject } from '../../../../kube/types/rbac';
import type { UserInfo } from '../../model/request-context';
import type { RbacIndex, RoleProblem } from './rbac-index';

/** What one binding gives a user, or what stands in the way. */
export type Grant = { readonly source: string; readonly rules: readonly PolicyRule[] } | RoleProblem;

interface Binding extends KubeObject {
  subjects?: Subject[];
  roleRef?: RoleRef;
}

/** Every ClusterRoleBinding of the user, then the RoleBindings of the namespace unless that is empty. */
export function grantsFor(index: RbacIndex, user: UserInfo, namespace: string): readonly Grant[] {
  const wide = index.clusterRoleBindings().flatMap((binding) => grantOf(index, binding, user, ''));
  if (namespace === '') return wide;
  return [...wide, ...index.roleBindings(namespace).flatMap((binding) => grantOf(index, binding, user, namespace))];
}

function grantOf(index: RbacIndex, binding: Binding, user: UserInfo, namespace: string): Grant[] {
  const subject = binding.subjects?.find((candidate) => appliesTo(user, candidate, namespace));
  if (subject === undefined) return [];
  const ref = binding.roleRef ?? {};
  const role = index.rulesOf(ref, namespace);
  if (!('rules' in role)) return [role];
  const name = binding.metadata?.name ?? '';
  const shown = namespace === '' ? `ClusterRoleBinding ${goQuote(name)}` : `RoleBinding ${goQuote(`${name}/${namespace}`)}`;
  const source = `${shown} of ${ref.kind ?? ''} ${goQuote(ref.name ?? '')} to ${describeSubject(subject, namespace)}`;
  return [{ source, rules: role.rules }];
}

function appliesTo(user: UserInfo, subject: Subject, namespace: string): boolean {
  const { kind, name = '' } = subject;
  if (kind === 'User') return user.name === name;
  if (kind === 'Group') return user.groups.includes(name);
  if (kind !== 'ServiceAccount') return false;
  const home = homeOf(subject, namespace);
  return home !== '' && user.name === `system:serviceaccount:${home}:${name}`;
}

function describeSubject(subject: Subject, namespace: string): string {
  const { kind = '', name = '' } = subject;
  return `${kind} ${goQuote(kind === 'ServiceAccount' ? `${name}/${homeOf(subject, namespace)}` : name)}`;
}

// A service account without a namespace lives in the binding's.
function homeOf(subject: Subject, namespace: string): string {
  return subject.namespace === undefined || subject.namespace === '' ? namespace : subject.namespace;
}
