import { ApiError } from '../../../../kube/api-error';
import type { KubeClient } from '../../../../kube/client';
import { fetchDiscovery } from '../../../../kube/discovery';
import type { ApiResource } from '../../../../kube/discovery';
import { isCode } from '../controller';
import type { Findings } from './conditions';

export interface ContentResult extends Findings {
  /** Seconds until finalizers may be done; 0 when nothing is left. */
  readonly estimate: number;
}

// kube-controller-manager's guess for finalizers.
const FINALIZER_SECONDS = 15;

/** Deletes everything in a namespace once, and counts what is still there. */
export async function deleteContent(client: KubeClient, namespace: string): Promise<ContentResult> {
  const discoveryErrors: string[] = [];
  const resources = await fetchDiscovery(client).catch((error: unknown) => {
    discoveryErrors.push(textOf(error));
    return [];
  });
  const contentErrors: string[] = [];
  const remaining = new Map<string, number>();
  const finalizers = new Map<string, number>();
  for (const resource of resources.filter(isDeletable)) {
    try {
      const left = await deleteAll(client, resource, namespace);
      if (left.length > 0) remaining.set(`${resource.resource}.${resource.group}`, left.length);
      for (const name of left.flat()) finalizers.set(name, (finalizers.get(name) ?? 0) + 1);
      if (left.some((names) => names.length === 0)) contentErrors.push(unexpected(resource, namespace));
    } catch (error) {
      contentErrors.push(textOf(error));
    }
  }
  return { discoveryErrors, contentErrors, remaining, finalizers, estimate: finalizers.size > 0 ? FINALIZER_SECONDS : 0 };
}

function isDeletable({ namespaced, preferred, verbs }: ApiResource): boolean {
  return namespaced && preferred && verbs.includes('delete');
}

/** The finalizers of every object that is left. */
async function deleteAll(client: KubeClient, resource: ApiResource, namespace: string): Promise<readonly (readonly string[])[]> {
  const body = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' };
  try {
    if (resource.verbs.includes('deletecollection')) await client.deleteCollection(resource, { namespace, body });
    else await deleteEach(client, resource, { namespace, body });
    if (!resource.verbs.includes('list')) return [];
    const { items } = await client.list(resource, { namespace });
    return items.map(({ metadata }) => metadata?.finalizers ?? []);
  } catch (error) {
    if (isCode(error, 404) || isCode(error, 405)) return []; // the resource itself is gone or can do neither
    throw error;
  }
}

async function deleteEach(
  client: KubeClient,
  resource: ApiResource,
  options: { readonly namespace: string; readonly body: object },
): Promise<void> {
  for (const { metadata } of (await client.list(resource, { namespace: options.namespace })).items) {
    try {
      await client.delete(resource, metadata?.name ?? '', options);
    } catch (error) {
      if (!isCode(error, 404) && !isCode(error, 405)) throw error;
    }
  }
}

function unexpected({ group, version, resource }: ApiResource, namespace: string): string {
  return `unexpected items still remain in namespace: ${namespace} for gvr: ${group}/${version}, Resource=${resource}`;
}

function textOf(error: unknown): string {
  return error instanceof ApiError || error instanceof Error ? error.message : String(error);
}
