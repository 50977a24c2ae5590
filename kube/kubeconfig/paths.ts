import type { KubeConfig } from './types';

/** The same kubeconfig with the files it names made relative to `folder`, where it was read from. Absolute names stay. */
export function resolveFiles(config: KubeConfig, folder: string): KubeConfig {
  const at = (path: string | undefined): string | undefined => {
    if (path === undefined || path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path)) return path;
    return `${folder.replace(/\/+$/, '')}/${path}`;
  };
  return {
    ...config,
    clusters: config.clusters.map((cluster) => ({ ...cluster, ...kept('certificateAuthority', at(cluster.certificateAuthority)) })),
    users: config.users.map((user) => ({
      ...user,
      ...kept('tokenFile', at(user.tokenFile)),
      ...kept('clientCertificate', at(user.clientCertificate)),
      ...kept('clientKey', at(user.clientKey)),
    })),
  };
}

function kept<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<K, string>>);
}
