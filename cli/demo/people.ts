import type { KubeClient } from '../../kube/client';
import type { KubeObject } from '../../kube/meta';
import type { PolicyRule } from '../../kube/types/rbac';
import { Resources } from '../../kube/resources';

const GROUP = 'rbac.authorization.k8s.io';

/** As the cert-manager documentation has it: the right to reference one issuer of a namespace. */
export const REFERENCER: PolicyRule[] = [
  { apiGroups: ['cert-manager.io'], resources: ['signers'], verbs: ['reference'], resourceNames: ['my-issuer'] },
];

const REQUESTER: PolicyRule[] = [
  { apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests'], verbs: ['create', 'get', 'list', 'watch'] },
];

const APPROVER: PolicyRule[] = [
  { apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests/approval'], verbs: ['update'] },
  {
    apiGroups: ['certificates.k8s.io'],
    resources: ['signers'],
    verbs: ['approve'],
    resourceNames: ['issuers.cert-manager.io/*', 'clusterissuers.cert-manager.io/*'],
  },
];

/** alice and bob may request, carol may approve, and only alice may reference my-issuer. */
export async function createPeople(admin: KubeClient, namespace: string): Promise<void> {
  await grant(admin, { name: 'certificate-requester', rules: REQUESTER, users: ['alice', 'bob'] });
  await grant(admin, { name: 'certificate-approver', rules: APPROVER, users: ['carol'] });
  const name = 'cert-manager-referencer:my-issuer';
  const role: KubeObject & { rules: PolicyRule[] } = { metadata: { name, namespace }, rules: REFERENCER };
  await admin.create(Resources.roles, role, { namespace });
  await admin.create(Resources.roleBindings, binding(name, 'Role', { users: ['alice'], namespace }), { namespace });
}

async function grant(admin: KubeClient, { name, rules, users }: { name: string; rules: PolicyRule[]; users: string[] }): Promise<void> {
  const role: KubeObject & { rules: PolicyRule[] } = { metadata: { name }, rules };
  await admin.create(Resources.clusterRoles, role);
  await admin.create(Resources.clusterRoleBindings, binding(name, 'ClusterRole', { users }));
}

function binding(name: string, kind: string, { users, namespace }: { users: string[]; namespace?: string }): KubeObject {
  const object = {
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    roleRef: { apiGroup: GROUP, kind, name },
    subjects: users.map((user) => ({ apiGroup: GROUP, kind: 'User', name: user })),
  };
  return object;
}
