import { readBody } from '../../base/env/body';
import type { KubeClient } from '../client';
import { parseApiVersion } from '../meta';
import type { GroupVersionResource } from '../meta';
import { errorOf } from '../response-error';

export interface ApiResource extends GroupVersionResource {
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  /** Whether this version is the one its group prefers. */
  readonly preferred: boolean;
}

interface Discovered {
  readonly items: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources?: readonly {
        readonly resource: string;
        readonly scope: string;
        readonly verbs: readonly string[];
        readonly responseKind?: { readonly kind?: string };
      }[];
    }[];
  }[];
}

interface ResourceList {
  readonly groupVersion: string;
  readonly resources: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
    readonly verbs: readonly string[];
  }[];
}

interface GroupList {
  readonly groups: readonly {
    readonly versions: readonly { readonly groupVersion: string }[];
    readonly preferredVersion: { readonly groupVersion: string };
  }[];
}

const AGGREGATED =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

/** Every resource of every served version, without subresources, in the server's order: aggregated discovery, or the plain documents. */
export async function fetchDiscovery(client: KubeClient): Promise<readonly ApiResource[]> {
  const [core, groups] = await Promise.all([document(client, '/api', AGGREGATED), document(client, '/apis', AGGREGATED)]);
  if (isAggregated(core) && isAggregated(groups)) return [...fromAggregated(core), ...fromAggregated(groups)];
  return fromPlain(client, groups as GroupList);
}

/** The resources of one group and version, from its plain document. */
export async function fetchGroupVersion(client: KubeClient, apiVersion: string): Promise<readonly ApiResource[]> {
  const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return fromResourceList((await document(client, path, 'application/json')) as ResourceList, true);
}

async function document(client: KubeClient, path: string, accept: string): Promise<unknown> {
  const response = await client.raw({ method: 'GET', path, headers: { accept } });
  const body = await readBody(response);
  if (response.status !== 200) throw errorOf({ method: 'GET' }, { ...response, body });
  return JSON.parse(new TextDecoder().decode(body));
}

function isAggregated(found: unknown): found is Discovered {
  return typeof found === 'object' && found !== null && 'kind' in found && found.kind === 'APIGroupDiscoveryList';
}

function fromAggregated({ items }: Discovered): readonly ApiResource[] {
  return items.flatMap(({ metadata, versions }) =>
    versions.flatMap(({ version, resources = [] }, index) =>
      resources.map(({ resource, scope, verbs, responseKind }) => ({
        group: metadata?.name ?? '',
        version,
        resource,
        kind: responseKind?.kind ?? '',
        namespaced: scope === 'Namespaced',
        verbs,
        preferred: index === 0,
      })),
    ),
  );
}

async function fromPlain(client: KubeClient, { groups }: GroupList): Promise<readonly ApiResource[]> {
  const wanted = groups.flatMap(({ versions, preferredVersion }) =>
    versions.map(({ groupVersion }) => ({ groupVersion, preferred: groupVersion === preferredVersion.groupVersion })),
  );
  const lists = await Promise.all(
    [{ groupVersion: 'v1', preferred: true }, ...wanted].map(async ({ groupVersion, preferred }) => {
      const path = groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`;
      return fromResourceList((await document(client, path, 'application/json')) as ResourceList, preferred);
    }),
  );
  return lists.flat();
}

function fromResourceList({ groupVersion, resources }: ResourceList, preferred: boolean): readonly ApiResource[] {
  return resources
    .filter(({ name }) => !name.includes('/'))
    .map(({ name, kind, namespaced, verbs }) => ({ ...parseApiVersion(groupVersion), resource: name, kind, namespaced, verbs, preferred }));
}
