import { Resources } from '../../kube/resources';
import type { ClusterRole, PolicyRule } from '../../kube/types/rbac';
import type { KubeClient } from '../../kube/client';

const GROUP = 'rbac.authorization.k8s.io';

/** Gives `user` the rules everywhere, through a ClusterRole and its binding of that name. */
export async function grantClusterWide(admin: KubeClient, user: string, name: string, rules: PolicyRule[]): Promise<void> {
  const role: ClusterRole = { metadata: { name }, rules };
  await admin.create(Resources.clusterRoles, role);
  await admin.create(Resources.clusterRoleBindings, {
    metadata: { name },
    roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name },
    subjects: [{ apiGroup: GROUP, kind: 'User', name: user }],
  });
}

/** Gives `user` the rules in one namespace, through a Role and its binding. */
export async function grantInNamespace(
  admin: KubeClient,
  grant: { namespace: string; user: string; name: string; rules: PolicyRule[] },
): Promise<void> {
  const { namespace, user, name, rules } = grant;
  await admin.create(Resources.roles, { metadata: { name, namespace }, rules }, { namespace });
  const binding = {
    metadata: { name: `${name}:${user}`, namespace },
    roleRef: { apiGroup: GROUP, kind: 'Role', name },
    subjects: [{ apiGroup: GROUP, kind: 'User', name: user }],
  };
  await admin.create(Resources.roleBindings, binding, { namespace });
}

export const MAY_REQUEST: PolicyRule[] = [
  { apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests'], verbs: ['create', 'get', 'list', 'watch'] },
];

export function mayReference(issuer: string): PolicyRule[] {
  return [{ apiGroups: ['cert-manager.io'], resources: ['signers'], verbs: ['reference'], resourceNames: [issuer] }];
}

/** Approving takes two rights: to change the approval, and to approve for the signer. Without names it is every signer. */
export function mayApprove(signerName?: string): PolicyRule[] {
  return [
    { apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests'], verbs: ['get'] },
    { apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests/approval'], verbs: ['update'] },
    {
      apiGroups: ['certificates.k8s.io'],
      resources: ['signers'],
      verbs: ['approve'],
      ...(signerName === undefined ? {} : { resourceNames: [signerName] }),
    },
  ];
}
