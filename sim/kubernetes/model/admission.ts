import type { GroupVersionKind, GroupVersionResource, KubeObject } from '../../../kube/meta';
import type { ObjectReader } from './action';
import type { RequestContext } from './request-context';

/** One request as admission sees it: apiserver's admission.Attributes. */
export interface AdmissionAttributes {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  readonly kind: GroupVersionKind;
  readonly resource: GroupVersionResource;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** Absent for DELETE. Frozen. */
  readonly object?: KubeObject;
  /** Absent for CREATE. Frozen. */
  readonly oldObject?: KubeObject;
  /** CreateOptions, UpdateOptions, PatchOptions or DeleteOptions of the request. */
  readonly options: KubeObject;
  readonly context: RequestContext;
  readonly objects: ObjectReader;
  readonly reinvocation: Reinvocation;
}

/** One request's way through the mutating plugins, which is walked a second time when one of them asks for it. */
export interface Reinvocation {
  /** Set by the pipeline. */
  second: boolean;
  /** Set by a plugin whose changes the others have not seen. */
  requested: boolean;
}

/** Plugins are asked in the order they are given, all `admit` before any `validate`; only what awaits something returns a promise. */
export interface AdmissionPlugin {
  readonly name: string;
  /** Mutating: returns the changed object, or nothing to leave it. Throws ApiError to refuse. */
  admit?(attributes: AdmissionAttributes): KubeObject | undefined | Promise<KubeObject | undefined>;
  /** Runs after validation, on the object that would be stored. Throws ApiError to refuse. */
  validate?(attributes: AdmissionAttributes): void | Promise<void>;
}
