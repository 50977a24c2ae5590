import { plainYaml } from './plain-yaml';
import type { KubeConfig, NamedCluster, NamedUser } from './types';

/** The text of a kubeconfig, as `kubectl config view --raw` would print it. */
export function writeKubeConfig(config: KubeConfig): string {
  return plainYaml({
    apiVersion: 'v1',
    clusters: config.clusters.map((cluster) => ({ cluster: clusterFields(cluster), name: cluster.name })),
    contexts: config.contexts.map(({ name, cluster, namespace, user }) => ({
      context: present({ cluster, namespace, user }),
      name,
    })),
    'current-context': config.currentContext,
    kind: 'Config',
    users: config.users.map((user) => ({ name: user.name, user: userFields(user) })),
  });
}

function clusterFields(cluster: NamedCluster): object {
  return present({
    'certificate-authority': cluster.certificateAuthority,
    'certificate-authority-data': base64(cluster.certificateAuthorityData),
    'insecure-skip-tls-verify': cluster.insecureSkipTlsVerify,
    server: cluster.server,
    'tls-server-name': cluster.tlsServerName,
  });
}

function userFields(user: NamedUser): object {
  return present({
    as: user.impersonate?.user,
    'as-groups': user.impersonate?.groups,
    'as-uid': user.impersonate?.uid,
    'client-certificate': user.clientCertificate,
    'client-certificate-data': base64(user.clientCertificateData),
    'client-key': user.clientKey,
    'client-key-data': base64(user.clientKeyData),
    password: user.password,
    token: user.token,
    tokenFile: user.tokenFile,
    username: user.username,
  });
}

function present(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function base64(text: string | undefined): string | undefined {
  return text === undefined ? undefined : btoa(text);
}
