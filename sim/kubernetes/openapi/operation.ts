import type { GroupVersionKind } from '../../../kube/meta';

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly type: 'string' | 'integer' | 'boolean';
}

/** One operation on one path, before it is written as OpenAPI 2 or 3. */
export interface Operation {
  readonly path: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly id: string;
  /** x-kubernetes-action. */
  readonly action: string;
  readonly kind: GroupVersionKind;
  readonly parameters: readonly Parameter[];
  readonly body?: { readonly kind: GroupVersionKind; readonly mediaTypes: readonly string[]; readonly required: boolean };
  readonly codes: readonly number[];
  readonly answers: GroupVersionKind;
  readonly produces: readonly string[];
}
