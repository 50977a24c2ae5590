import type { HttpResponse } from '../../../../base/env/http';
import { servedGroups, type ServedGroup } from '../../model/discovery';
import type { Endpoint, ResourceDefinition } from '../../model/definition';
import { headersOf, treeAnswer } from '../answer';
import { MEDIA_TYPES, type Media } from '../media-type';
import type { Call } from '../call';

const NOTHING = new Uint8Array();

/** The discovery of all groups in one document, when the client takes it: however late it says so, and in v2 only. */
export function aggregatedAnswer(call: Call, wanted: (group: string) => boolean): HttpResponse | undefined {
  const media = askedMedia(call.header('accept'));
  if (media === undefined) return undefined;
  const items = servedGroups(call.kernel.registry)
    .filter(({ name }) => wanted(name))
    .map(groupItem);
  const document = { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
  const { body } = treeAnswer(call, 200, document, { media });
  const etag = `"${tagOf(JSON.stringify(document))}"`;
  const contentType = `${MEDIA_TYPES[media]};g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList`;
  const headers = { ...headersOf(call, contentType), 'cache-control': 'public', etag, vary: 'Accept' };
  if (call.header('if-none-match') === etag) return { status: 304, headers, body: NOTHING };
  return { status: 200, headers, body };
}

const BY_TYPE: Readonly<Record<string, Media>> = {
  'application/json': 'json',
  'application/yaml': 'yaml',
  'application/vnd.kubernetes.protobuf': 'protobuf',
  '*/*': 'json',
};
const AGGREGATED = ['g=apidiscovery.k8s.io', 'v=v2', 'as=APIGroupDiscoveryList'];

function askedMedia(accept: string): Media | undefined {
  for (const clause of accept.split(',')) {
    const [type = '', ...parameters] = clause.split(';').map((part) => part.trim());
    const media = BY_TYPE[type];
    if (media !== undefined && AGGREGATED.every((parameter) => parameters.includes(parameter))) return media;
  }
  return undefined;
}

function groupItem({ name, versions }: ServedGroup): object {
  return {
    metadata: name === '' ? {} : { name },
    versions: versions.map(({ version, resources }) => ({
      version,
      resources: resources.map(({ definition, version: served }) => {
        const endpoints = [...served.endpoints.values()];
        const subresources = endpoints
          .filter((endpoint) => endpoint.subresource !== '')
          .map((endpoint) => subresourceItem(definition, version, endpoint));
        const main = served.endpoints.get('');
        return {
          resource: definition.resource,
          responseKind: kindItem(definition, version, main),
          scope: definition.namespaced ? 'Namespaced' : 'Cluster',
          singularResource: definition.singular,
          verbs: main?.discoveredVerbs ?? main?.verbs ?? [],
          ...(definition.shortNames.length === 0 ? {} : { shortNames: definition.shortNames }),
          ...(definition.categories.length === 0 ? {} : { categories: definition.categories }),
          ...(subresources.length === 0 ? {} : { subresources }),
        };
      }),
      freshness: 'Current',
    })),
  };
}

function subresourceItem(definition: ResourceDefinition, version: string, endpoint: Endpoint): object {
  return { subresource: endpoint.subresource, responseKind: kindItem(definition, version, endpoint), verbs: endpoint.verbs };
}

/** Group and version are named only where they are not the resource's own. */
function kindItem(definition: ResourceDefinition, version: string, endpoint: Endpoint | undefined): object {
  const { group = '', version: kindVersion = '', kind = '' } = endpoint?.kind ?? {};
  const own = group === definition.group && kindVersion === version;
  return { group: own ? '' : group, version: own ? '' : kindVersion, kind };
}

/** Not a checksum for security: equal documents have equal tags (FNV-1a, 64 bits). */
function tagOf(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const char of text) hash = BigInt.asUintN(64, (hash ^ BigInt(char.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return hash.toString(16).toUpperCase().padStart(16, '0');
}
