import { applyAll, createRestMapper, parseManifest, type KubeClient } from '../kube';
import type { KubeObject } from '../kube/meta';

/** One user of the lab. Every failure is an ApiError with the server's Status. */
export interface LabUser {
  /** The whole API, resource by resource. */
  readonly client: KubeClient;
  /** Creates an object of any kind; a namespaced one without a namespace goes to `default`. */
  create<T extends KubeObject>(object: T): Promise<T>;
  /** Server-side apply of objects, or of YAML with any number of documents. */
  apply(manifest: string | readonly KubeObject[]): Promise<readonly KubeObject[]>;
  get<T extends KubeObject>(apiVersion: string, kind: string, name: string, namespace?: string): Promise<T>;
  delete(apiVersion: string, kind: string, name: string, namespace?: string): Promise<KubeObject>;
}

/** Speaks by kind where the client speaks by resource: discovery maps one to the other. */
export function labUser(client: KubeClient, mapper: ReturnType<typeof createRestMapper>): LabUser {
  const place = async (apiVersion: string, kind: string, namespace: string | undefined) => {
    const resource = await mapper.mapping(apiVersion, kind);
    return { resource, scope: resource.namespaced ? { namespace: namespace ?? 'default' } : {} };
  };
  return {
    client,
    async create(object) {
      const { resource, scope } = await place(object.apiVersion ?? '', object.kind ?? '', object.metadata?.namespace);
      return client.create(resource, object, scope);
    },
    apply: (manifest) =>
      applyAll(typeof manifest === 'string' ? parseManifest(manifest) : manifest, { client, mapper, fieldManager: 'csrlab' }),
    async get(apiVersion, kind, name, namespace) {
      const { resource, scope } = await place(apiVersion, kind, namespace);
      return client.get(resource, name, scope);
    },
    async delete(apiVersion, kind, name, namespace) {
      const { resource, scope } = await place(apiVersion, kind, namespace);
      return client.delete(resource, name, scope);
    },
  };
}
