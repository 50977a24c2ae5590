import type { KubeObject } from '../../../kube/meta';
import type { RequestContext } from './request-context';

/** What the server stores, as it is now. Objects are frozen and in the form they are stored in, without kind and apiVersion. */
export interface ObjectReader {
  /** `collection` as in the definition; `namespace` is empty for cluster-scoped objects. */
  get(collection: string, namespace: string, name: string): KubeObject | undefined;
  list(collection: string, namespace?: string): readonly KubeObject[];
}

/** Answers a create whose body is not stored. `parent` is the object that a subresource hangs on. Throws ApiError. */
export type Action = (body: KubeObject, context: RequestContext, world: ActionWorld) => KubeObject | Promise<KubeObject>;

export interface ActionWorld {
  readonly parent?: KubeObject;
  readonly objects: ObjectReader;
}
