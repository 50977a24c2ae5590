import { urlHost } from '../../base/go/address';
import type { KubeConfig } from './types';

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The kubeconfig that a pod's environment amounts to, or undefined outside a pod. */
export function inClusterConfig(environment: Readonly<Record<string, string | undefined>>, namespace = 'default'): KubeConfig | undefined {
  const { KUBERNETES_SERVICE_HOST: host = '', KUBERNETES_SERVICE_PORT: port = '' } = environment;
  if (host === '' || port === '') return undefined;
  const server = `https://${urlHost(host)}:${port}`;
  return {
    currentContext: 'in-cluster',
    clusters: [{ name: 'in-cluster', server, certificateAuthority: `${ACCOUNT}/ca.crt` }],
    users: [{ name: 'in-cluster', tokenFile: `${ACCOUNT}/token` }],
    contexts: [{ name: 'in-cluster', cluster: 'in-cluster', user: 'in-cluster', namespace }],
  };
}
