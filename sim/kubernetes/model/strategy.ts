import type { FieldError } from '../../../kube/field-error';
import type { KubeObject } from '../../../kube/meta';
import type { NameRule } from '../../../kube/validation';
import type { RequestContext } from './request-context';

/**
 * What is particular about one endpoint of a kind, under the names of apiserver's `rest.RESTCreateStrategy` and its relatives, so that
 * upstream can be read beside it. All synchronous and pure: objects handed in are frozen, changed ones are returned. Every member is
 * optional; what is absent is the generic behaviour. Generic metadata rules (names, labels, owners, finalizers, immutability) are the
 * registry's and run before `validate` (validateObjectMeta) and `validateUpdate` (validateObjectMeta, then validateObjectMetaUpdate).
 * What upstream checks once more on update, so that its errors come twice, is in `validateUpdate`. Objects are in the form of the
 * endpoint's version.
 */
export interface Strategy<T extends KubeObject = KubeObject> {
  /** PUT on a missing object creates it. Default false. */
  readonly allowCreateOnUpdate?: boolean;
  /** PUT without resourceVersion is allowed. Default true. */
  readonly allowUnconditionalUpdate?: boolean;
  /** metadata.generation is kept. Default false. */
  readonly generation?: boolean;
  /** Members of metadata whose change counts for it. Default: none. */
  readonly generationCounts?: readonly ('labels' | 'annotations')[];
  /** What DELETE answers when the object is gone at once. Default 'status'. */
  readonly deleteReturns?: 'status' | 'object';
  /** DELETE without a policy means Orphan instead of Background. Default false. */
  readonly orphansByDefault?: boolean;
  /** Problems with a name, as apimachinery's NameFunc says them. Default: path segment only. */
  readonly validateName?: NameRule;
  /**
   * Rights that go beyond the request's own, as roles and bindings need: throws ApiError. `next` is what mutating admission left, before
   * metadata is restored and before `prepareFor…`; `current` is absent for anything that creates.
   */
  checkRights?(next: T, current: T | undefined, context: RequestContext): void;
  /** Go's SetDefaults as far as data does not say it, and conversions that set fields. After decoding and patching, before managedFields. */
  applyDefaults?(object: T): T;
  prepareForCreate?(object: T, context: RequestContext): T;
  validate?(object: T, context: RequestContext): readonly FieldError[];
  /** `validate` and `validateUpdate` are complete. Default false: what the schema declares is checked after them. */
  readonly validatesSchema?: boolean;
  warningsOnCreate?(object: T, context: RequestContext): readonly string[];
  prepareForUpdate?(next: T, current: T, context: RequestContext): T;
  validateUpdate?(next: T, current: T, context: RequestContext): readonly FieldError[];
  warningsOnUpdate?(next: T, current: T, context: RequestContext): readonly string[];
  /** After validation, before the write. */
  canonicalize?(object: T): T;
  /**
   * The first DELETE only begins the end of the object: returns the object, whose deletionTimestamp is set, as it is to be stored.
   * Absent: it goes at once unless finalizers hold it.
   */
  beginDeletion?(object: T, context: RequestContext): T;
  /** Whether a deleted object has to stay for another reason than metadata.finalizers. Asked of the main endpoint. */
  holdsDeletion?(object: T): boolean;
  /** Whether GC finalizers and propagation policies mean anything here. Default true. */
  readonly garbageCollected?: boolean;
  /** The group of the kind in validation errors, where Go's internal type lives in another one. Default: the endpoint's. */
  readonly errorGroup?: string;
  /** The kind in validation errors, of an endpoint that shows another one. Default: the endpoint's. */
  readonly errorKind?: string;
  /** The endpoint answers a Table request with 406. Default: it prints tables. */
  readonly noTable?: boolean;
  /** Paths this endpoint resets, which apply and managedFields leave out: `['spec'], ['status', 'conditions']`. */
  readonly resetFields?: readonly (readonly string[])[];
  /** Values of the field labels a selector may use, besides metadata.name and metadata.namespace. */
  readonly selectableFields?: Readonly<Record<string, FieldReader<T>>>;
  /** Whether metadata.namespace is a field label. Default: what the scope says. */
  readonly selectableNamespace?: boolean;
  readonly table?: TablePrinter<T>;
}

/** A method's type, which lets a strategy of one kind stand where a strategy of any kind is asked for. */
export type FieldReader<T extends KubeObject = KubeObject> = { read(object: T): string }['read'];

export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description: string;
  readonly priority?: number;
}

export interface TablePrinter<T extends KubeObject = KubeObject> {
  readonly columns: readonly TableColumn[];
  /** One cell per column; `now` in milliseconds. */
  cells(object: T, now: number): readonly unknown[];
}
