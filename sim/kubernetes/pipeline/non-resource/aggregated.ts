import type { HttpResponse } from '../../../../base/env/http';
import { servedGroups, type ServedGroup } from '../../model/discovery';
import type { Endpoint } from '../../model/definition';
import { headersOf } from '../answer';
import { textOf, utf8 } from '../bytes';
import type { Call } from '../call';

const NOTHING = new Uint8Array();

/**
 * The discovery of all groups in one document, when the client asks for it first of all. Version v2beta1 is served too, since
 * kubectl 1.26 to 1.29 knows no other.
 */
export function aggregatedAnswer(call: Call, wanted: (group: string) => boolean): HttpResponse | undefined {
  const version = askedVersion(call.header('accept'));
  if (version === undefined) return undefined;
  const items = servedGroups(call.kernel.registry)
    .filter(({ name }) => wanted(name))
    .map(groupItem);
  const document = { kind: 'APIGroupDiscoveryList', apiVersion: `apidiscovery.k8s.io/${version}`, metadata: {}, items };
  const body = utf8(`${JSON.stringify(document)}\n`);
  const etag = `"${tagOf(body)}"`;
  const contentType = `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
  const headers = { ...headersOf(call, contentType), 'cache-control': 'public', etag, vary: 'Accept' };
  if (call.header('if-none-match') === etag) return { status: 304, headers, body: NOTHING };
  return { status: 200, headers, body };
}

function askedVersion(accept: string): 'v2' | 'v2beta1' | undefined {
  for (const clause of accept.split(',')) {
    const parts = clause.split(';').map((part) => part.trim());
    if (parts[0] !== 'application/json' && parts[0] !== '*/*') continue;
    if (!parts.includes('as=APIGroupDiscoveryList')) return undefined;
    if (!parts.includes('g=apidiscovery.k8s.io')) continue;
    if (parts.includes('v=v2')) return 'v2';
    if (parts.includes('v=v2beta1')) return 'v2beta1';
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
        const subresources = endpoints.filter((endpoint) => endpoint.subresource !== '').map(subresourceItem);
        const main = served.endpoints.get('');
        return {
          resource: definition.resource,
          responseKind: kindItem(main),
          scope: definition.namespaced ? 'Namespaced' : 'Cluster',
          singularResource: definition.singular,
          verbs: main?.verbs ?? [],
          ...(definition.shortNames.length === 0 ? {} : { shortNames: definition.shortNames }),
          ...(definition.categories.length === 0 ? {} : { categories: definition.categories }),
          ...(subresources.length === 0 ? {} : { subresources }),
        };
      }),
      freshness: 'Current',
    })),
  };
}

function subresourceItem(endpoint: Endpoint): object {
  return { subresource: endpoint.subresource, responseKind: kindItem(endpoint), verbs: endpoint.verbs };
}

function kindItem(endpoint: Endpoint | undefined): object {
  return { group: endpoint?.kind.group ?? '', version: endpoint?.kind.version ?? '', kind: endpoint?.kind.kind ?? '' };
}

/** Not a checksum for security: equal documents have equal tags (FNV-1a, 64 bits). */
function tagOf(bytes: Uint8Array): string {
  let hash = 0xcbf29ce484222325n;
  for (const char of textOf(bytes)) hash = BigInt.asUintN(64, (hash ^ BigInt(char.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return hash.toString(16).toUpperCase().padStart(16, '0');
}
