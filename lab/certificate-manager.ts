import type { KubeClient } from '../kube/client';
import { ApiError } from '../kube/api-error';
import type { KubeObject } from '../kube/meta';
import type { CustomResourceDefinition } from '../kube/types/apiextensions';
import { ELECTION_RIGHTS, ENGINE_RIGHTS } from '../signers';
import definitions from './data/cert-manager-crds.json';

/** Who the engine is, as in cert-manager's own deployment. */
export const ENGINE_USER = {
  name: 'system:serviceaccount:cert-manager:cert-manager',
  groups: ['system:serviceaccounts', 'system:serviceaccounts:cert-manager', 'system:authenticated'],
};

const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' };
const SERVICE_ACCOUNTS = { group: '', version: 'v1', resource: 'serviceaccounts' };
const RBAC = { group: 'rbac.authorization.k8s.io', version: 'v1' };

const NAME = 'cert-manager-controller';
const ELECTION = 'cert-manager:leaderelection';

/** cert-manager's resources; the same objects for every lab of the process, since what is compiled from them is kept by them. */
export const certManagerDefinitions = definitions as readonly CustomResourceDefinition[];

/** Brings the engine's service account and its rights into a cluster that has none of them. */
export async function installCertManager(admin: KubeClient, namespace: string): Promise<void> {
  await admin.create<KubeObject>(NAMESPACES, { metadata: { name: 'cert-manager' } });
  if (namespace !== 'cert-manager') await ignoringConflict(admin.create<KubeObject>(NAMESPACES, { metadata: { name: namespace } }));
  await admin.create<KubeObject>(
    SERVICE_ACCOUNTS,
    { metadata: { name: 'cert-manager', namespace: 'cert-manager' } },
    { namespace: 'cert-manager' },
  );
  const role = { metadata: { name: NAME }, rules: [...ENGINE_RIGHTS] };
  await admin.create({ ...RBAC, resource: 'clusterroles' }, role);
  await admin.create({ ...RBAC, resource: 'clusterrolebindings' }, bindingOf('ClusterRole', NAME));
  const scope = { namespace: 'cert-manager' };
  const election = { metadata: { name: ELECTION, ...scope }, rules: [...ELECTION_RIGHTS] };
  await admin.create({ ...RBAC, resource: 'roles' }, election, scope);
  await admin.create({ ...RBAC, resource: 'rolebindings' }, bindingOf('Role', ELECTION), scope);
}

function bindingOf(kind: 'ClusterRole' | 'Role', name: string): KubeObject & { roleRef: object; subjects: object[] } {
  return {
    metadata: { name },
    roleRef: { apiGroup: RBAC.group, kind, name },
    subjects: [{ kind: 'ServiceAccount', name: 'cert-manager', namespace: 'cert-manager' }],
  };
}

async function ignoringConflict(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.code !== 409) throw error;
  });
}
