import { ApiError } from '../api-error';
import type { KubeClient } from '../client';
import { fetchGroupVersion } from './fetch-discovery';
import type { ApiResource } from './fetch-discovery';

export interface RestMapper {
  /** The resource that serves a kind. Throws an Error that says what the server lacks. */
  mapping(apiVersion: string, kind: string): Promise<ApiResource>;
}

/** Reads each group's document once; a kind that is not in it makes it read again, as a definition may just have been added. */
export function createRestMapper(client: KubeClient): RestMapper {
  const cache = new Map<string, Promise<readonly ApiResource[]>>();
  const load = (apiVersion: string): Promise<readonly ApiResource[]> => {
    const loading = fetchGroupVersion(client, apiVersion);
    cache.set(apiVersion, loading);
    loading.catch(() => cache.delete(apiVersion));
    return loading;
  };
  const find = async (loading: Promise<readonly ApiResource[]>, kind: string): Promise<ApiResource | undefined> =>
    (await loading).find((resource) => resource.kind === kind);

  return {
    async mapping(apiVersion, kind) {
      try {
        const known = cache.get(apiVersion);
        const found = (known && (await find(known, kind))) ?? (await find(load(apiVersion), kind));
        if (found !== undefined) return found;
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 404) throw error;
      }
      throw new Error(
        `no matches for kind "${kind}" in version "${apiVersion}": the server does not serve it; install its CustomResourceDefinition first`,
      );
    },
  };
}
