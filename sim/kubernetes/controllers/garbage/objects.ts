import { ApiError } from '../../../../kube/api-error';
import type { KubeClient } from '../../../../kube/client';
import type { ApiResource, RestMapper } from '../../../../kube/discovery';
import type { KubeObject, OwnerReference } from '../../../../kube/meta';
import { isCode } from '../controller';
import type { GraphNode, Identity } from './node';

export type Propagation = 'Orphan' | 'Foreground' | 'Background';

const FINALIZER_TRIES = 5;

/** What the garbage collector does to objects, through the API. */
export class Objects {
  constructor(
    private readonly client: KubeClient,
    private readonly mapper: RestMapper,
  ) {}

  mapping({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): Promise<ApiResource> {
    return this.mapper.mapping(apiVersion, kind);
  }

  /** Undefined when there is none of that name. */
  async get(identity: Identity): Promise<KubeObject | undefined> {
    const resource = await this.mapping(identity);
    return this.read(resource, identity);
  }

  /** The object that a reference of something in `namespace` names. */
  read(resource: ApiResource, { name, namespace }: { readonly name: string; readonly namespace: string }): Promise<KubeObject | undefined> {
    const scope = resource.namespaced ? { namespace } : {};
    return this.client.get(resource, name, scope).catch((error: unknown) => {
      if (isCode(error, 404)) return undefined;
      throw error;
    });
  }

  /** False when it was gone already. The owners must still be those that were judged. */
  async delete(identity: Identity, latest: KubeObject, propagationPolicy: Propagation): Promise<boolean> {
    const resource = await this.mapping(identity);
    const { uid } = identity;
    const remove = async (preconditions: object): Promise<boolean> => {
      const body = { kind: 'DeleteOptions', apiVersion: 'v1', preconditions, propagationPolicy };
      try {
        await this.client.delete(resource, identity.name, { ...scopeOf(resource, identity), body });
        return true;
      } catch (error) {
        if (isCode(error, 404)) return false;
        throw error;
      }
    };
    try {
      return await remove({ uid, resourceVersion: latest.metadata?.resourceVersion });
    } catch (error) {
      if (!isCode(error, 409)) throw error;
      const live = await this.get(identity);
      if (live?.metadata?.uid !== uid || !sameOwners(live, latest)) throw error;
      return remove({ uid });
    }
  }

  async removeFinalizer(identity: Identity, finalizer: string): Promise<void> {
    const resource = await this.mapping(identity);
    for (let tries = 1; ; tries++) {
      const { metadata } = (await this.read(resource, identity)) ?? {};
      if (metadata?.finalizers?.includes(finalizer) !== true) return;
      const left = metadata.finalizers.filter((each) => each !== finalizer);
      const body = { metadata: { resourceVersion: metadata.resourceVersion, finalizers: left.length === 0 ? null : left } };
      try {
        await this.client.patch(resource, identity.name, { type: 'merge', body }, scopeOf(resource, identity));
        return;
      } catch (error) {
        if (!isCode(error, 409) || tries === FINALIZER_TRIES) throw error;
      }
    }
  }

  async removeOwners({ identity, owners }: GraphNode, uids: readonly string[]): Promise<void> {
    await this.patchOwners(identity, {
      strategic: uids.map((uid) => ({ $patch: 'delete', uid })),
      merge: (latest) => (latest.metadata?.ownerReferences ?? owners).filter(({ uid }) => !uids.includes(uid)),
    });
  }

  /** Breaks a circle of foreground deletions. */
  async unblockOwners({ identity, owners }: GraphNode): Promise<void> {
    const unblocked = owners.map((owner) => ({ ...owner, blockOwnerDeletion: false }));
    await this.patchOwners(identity, {
      strategic: unblocked.filter((_owner, index) => owners[index]?.blockOwnerDeletion === true),
      merge: () => unblocked,
    });
  }

  /** Custom resources know no strategic merge patch, so theirs is a merge patch of the whole list. */
  private async patchOwners(
    identity: Identity,
    owners: { readonly strategic: readonly object[]; readonly merge: (latest: KubeObject) => readonly OwnerReference[] },
  ): Promise<void> {
    const resource = await this.mapping(identity);
    const scope = scopeOf(resource, identity);
    const body = { metadata: { uid: identity.uid, ownerReferences: owners.strategic } };
    try {
      await this.client.patch(resource, identity.name, { type: 'strategic', body }, scope);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 415) throw error;
      const latest = await this.read(resource, identity);
      if (latest === undefined) return;
      const merge = { metadata: { resourceVersion: latest.metadata?.resourceVersion, ownerReferences: owners.merge(latest) } };
      await this.client.patch(resource, identity.name, { type: 'merge', body: merge }, scope);
    }
  }
}

function scopeOf({ namespaced }: ApiResource, { namespace }: Identity): { readonly namespace?: string } {
  return namespaced ? { namespace } : {};
}

function sameOwners(a: KubeObject, b: KubeObject): boolean {
  return JSON.stringify(a.metadata?.ownerReferences ?? []) === JSON.stringify(b.metadata?.ownerReferences ?? []);
}
