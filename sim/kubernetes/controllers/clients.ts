import type { Handler } from '../../../base/env/http';
import type { KubeClient } from '../../../kube/client';
import { createClient } from '../../../kube/create-client';
import { inProcessTransport } from '../../../kube/transport/in-process';

/** Service accounts of kube-system that controllers act as; every other name is a part of kube-controller-manager itself. */
export const ACCOUNTS = [
  'certificate-controller',
  'clusterrole-aggregation-controller',
  'generic-garbage-collector',
  'namespace-controller',
  'root-ca-cert-publisher',
  'service-account-controller',
] as const;

const AGENT = 'kube-controller-manager/v1.36.3 (linux/amd64) kubernetes/csrlab';

/** Clients for the controllers without a socket, each trusted as what kube-controller-manager would authenticate as. */
export function inProcessClients(handler: Handler): (account: string) => KubeClient {
  return (account) => {
    const isAccount = (ACCOUNTS as readonly string[]).includes(account);
    const name = isAccount ? `system:serviceaccount:kube-system:${account}` : 'system:kube-controller-manager';
    const groups = isAccount ? ['system:serviceaccounts', 'system:serviceaccounts:kube-system'] : [];
    const transport = inProcessTransport(handler, { user: { name, groups: [...groups, 'system:authenticated'] } });
    return createClient(transport, { userAgent: `${AGENT}/${isAccount ? name : account}` });
  };
}
