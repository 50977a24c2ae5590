import type { KubeObject } from '../../../kube/meta';
import type { HTTPIngressPath, Ingress } from '../../../kube/types/networking';

export interface Pod extends KubeObject {
  spec?: { containers?: { name?: string; args?: string[] }[] };
  status?: { phase?: string } & Record<string, unknown>;
}

export interface Service extends KubeObject {
  spec?: { selector?: Record<string, string> };
}

/** What a request can be led through. */
export interface Cluster {
  ingresses(): readonly Ingress[];
  service(namespace: string, name: string): Service | undefined;
  pods(): readonly Pod[];
}

interface Match {
  readonly namespace: string;
  readonly service: string;
  readonly length: number;
}

/** The running Pod behind the Ingress rule that fits best: the host's own before one for all hosts, then the longest path. */
export function routeTo(cluster: Cluster, host: string, path: string): Pod | undefined {
  const matches = cluster.ingresses().flatMap((ingress) => matchesOf(ingress, host, path));
  for (const { namespace, service } of matches.sort((a, b) => b.length - a.length)) {
    const pod = podOf(cluster, namespace, service);
    if (pod !== undefined) return pod;
  }
  return undefined;
}

function matchesOf({ metadata, spec }: Ingress, host: string, path: string): Match[] {
  return (spec?.rules ?? []).flatMap((rule) => {
    const { host: wanted = '' } = rule;
    if (wanted !== '' && wanted !== host) return [];
    return (rule.http?.paths ?? []).flatMap((each) => {
      const service = each.backend?.service?.name;
      if (service === undefined || !fits(each, path)) return [];
      return [{ namespace: metadata?.namespace ?? '', service, length: (each.path ?? '').length + (wanted === '' ? 0 : 10_000) }];
    });
  });
}

function fits({ path = '/', pathType }: HTTPIngressPath, asked: string): boolean {
  if (pathType === 'Exact') return path === asked;
  return asked === path || asked.startsWith(path.endsWith('/') ? path : `${path}/`);
}

function podOf(cluster: Cluster, namespace: string, name: string): Pod | undefined {
  const selector = Object.entries(cluster.service(namespace, name)?.spec?.selector ?? {});
  if (selector.length === 0) return undefined;
  return cluster.pods().find(({ metadata, status }) => {
    const { labels = {} } = metadata ?? {};
    return metadata?.namespace === namespace && status?.phase === 'Running' && selector.every(([label, value]) => labels[label] === value);
  });
}
