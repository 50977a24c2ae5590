import type { KubeObject } from '../../../kube';
import type { GroupVersionResource } from '../../../kube/meta';
import type { Lab } from '../../../lab';

/** Every state that an object had, oldest first; the last one is how it was left. */
export interface Watched {
  readonly kind: string;
  readonly name: string;
  readonly states: readonly KubeObject[];
}

const RESOURCES: Readonly<Record<string, GroupVersionResource>> = {
  Issuer: { group: 'cert-manager.io', version: 'v1', resource: 'issuers' },
  Order: { group: 'acme.cert-manager.io', version: 'v1', resource: 'orders' },
  Challenge: { group: 'acme.cert-manager.io', version: 'v1', resource: 'challenges' },
  Secret: { group: '', version: 'v1', resource: 'secrets' },
  Pod: { group: '', version: 'v1', resource: 'pods' },
  Service: { group: '', version: 'v1', resource: 'services' },
  Ingress: { group: 'networking.k8s.io', version: 'v1', resource: 'ingresses' },
};

/** Follows what the engine writes, also what is gone again before anybody could look. */
export function watchObjects({ admin }: Lab, signal: AbortSignal): () => readonly Watched[] {
  const known = new Map<string, { kind: string; name: string; states: KubeObject[] }>();
  const follow = async (kind: string, resource: GroupVersionResource): Promise<void> => {
    for await (const { type, object } of admin.watch<KubeObject>(resource, {}, signal)) {
      if (type === 'BOOKMARK' || type === 'DELETED') continue;
      // One that was deleted and made again goes on.
      const { namespace = '', name = '' } = object.metadata ?? {};
      const key = `${kind} ${namespace}/${name}`;
      const entry = known.get(key) ?? { kind, name, states: [] };
      entry.states.push(object);
      known.set(key, entry);
    }
  };
  for (const [kind, resource] of Object.entries(RESOURCES)) void follow(kind, resource).catch(() => undefined);
  return () => [...known.values()];
}

/** What the Challenge with a token has as its key; empty when there is none. */
export function challengeKey(watched: readonly Watched[], token: string): string {
  const specs = watched
    .filter(({ kind }) => kind === 'Challenge')
    .map(({ states }) => (states[0] as { spec?: Record<string, string> }).spec ?? {});
  return specs.find((spec) => spec.token === token)?.key ?? '';
}
