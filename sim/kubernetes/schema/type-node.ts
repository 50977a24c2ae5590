import type { Json } from '../../../kube/json';

/**
 * The one description of a type, built from data for built-in kinds and from the structural schema for custom resources.
 * It drives decoding, defaulting, pruning, validation, the patches, apply, protobuf and OpenAPI.
 * Trees described by it are plain JSON in Go's canonical form: absent means zero, bytes are base64 text, times are RFC 3339 text.
 */
export type TypeNode = StructNode | MapNode | ListNode | ScalarNode | AnyNode;

export interface StructNode {
  readonly kind: 'struct';
  /** Go's type name for built-ins (`CertificateSigningRequestSpec`), empty for custom resources. */
  readonly name: string;
  /** As Go's reflection prints it in decoding errors: `v1.CertificateSigningRequestSpec`. Built-ins only. */
  readonly goType?: string;
  /** In Go's order; for custom resources sorted by name. */
  readonly fields: readonly FieldNode[];
  field(name: string): FieldNode | undefined;
  /** x-kubernetes-map-type: atomic. */
  readonly atomic: boolean;
  /** One of these members has to be there. Built-ins only. */
  readonly oneOf?: OneOf;
  /** Unknown fields stay (x-kubernetes-preserve-unknown-fields); they are merged by deduction. */
  readonly preserveUnknown: boolean;
}

export interface FieldNode {
  /** JSON name. */
  readonly name: string;
  /** Resolved on first use, since types may contain themselves. */
  readonly type: TypeNode;
  readonly omitempty: boolean;
  /** Also left out when a struct or time is zero. */
  readonly omitzero?: boolean;
  /** Presence is kept apart from zero: a Go pointer, or any field of a custom resource. */
  readonly pointer: boolean;
  /** Protobuf field number; 0 where there is none. */
  readonly proto: number;
  /** Go structs that JSON inlines and protobuf nests, outermost first: a Volume's `hostPath` sits in `VolumeSource`. */
  readonly embedded?: readonly Embedded[];
  readonly required: boolean;
  /** Custom resources: null is a value. Elsewhere null is absent, or stands for the default. */
  readonly nullable?: boolean;
  readonly default?: Json;
  readonly patchStrategy?: string;
  readonly patchMergeKey?: string;
  readonly rule?: FieldRule;
}

/** What Go's validation asks of a field beyond its schema, or does not ask though the schema does; of a list, of each of its items. */
export interface FieldRule {
  /** The words behind `Required value`; true for none; false where absence is let through. Default: what the schema says. */
  readonly required?: string | boolean;
  /** Of texts; one that the schema requires is looked at even when empty, if `required` is false. */
  readonly format?: NameFormat;
  /** `required` holds only where fields beside this one have these values. */
  readonly when?: Readonly<Record<string, string>>;
  /** The values of an enum that the schema does not publish as one. */
  readonly values?: readonly string[];
  /** The value stays as it was created: true, or the words behind `Forbidden`. */
  readonly immutable?: true | string;
  readonly range?: { readonly from: number; readonly to?: number; readonly text: string };
}

export type NameFormat = 'dnsSubdomain' | 'dnsLabel' | 'dns1035Label' | 'qualifiedName' | 'labelValue' | 'ip' | 'cidr';

export interface OneOf {
  readonly members: readonly string[];
  /** The words behind `Required value` when there is none. */
  readonly none: string;
  /** The words behind `Forbidden` for the second and further ones. Default: they are let through. */
  readonly several?: string;
}

export interface Embedded {
  readonly goName: string;
  readonly proto: number;
}

export interface MapNode {
  readonly kind: 'map';
  /** `map[string]string`, `v1.ResourceList`. */
  readonly goType?: string;
  readonly value: TypeNode;
  readonly atomic: boolean;
}

export interface ListNode {
  readonly kind: 'list';
  /** `[]v1.KeyUsage`, `v1.ExtraValue`. */
  readonly goType?: string;
  readonly item: TypeNode;
  readonly listType: 'atomic' | 'set' | 'map';
  /** Of a map list. */
  readonly mapKeys: readonly string[];
}

export type ScalarKind =
  | 'string'
  | 'bool'
  | 'int32'
  | 'int64'
  | 'float64'
  /** Any JSON number, where a custom resource says `type: number` or `type: integer` without a format. */
  | 'integer'
  | 'number'
  | 'bytes'
  | 'time'
  | 'microTime'
  | 'duration'
  | 'quantity'
  | 'intOrString';

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly scalar: ScalarKind;
  /** Go's type name in decoding errors: `v1.ConditionStatus`, `int32`. */
  readonly goType: string;
  readonly enum?: readonly string[];
}

/** Anything goes: RawExtension, FieldsV1, JSON, x-kubernetes-preserve-unknown-fields without properties. */
export interface AnyNode {
  readonly kind: 'any';
  readonly goType: string;
  /** Only one of these may stand here (JSONSchemaPropsOrBool and its relatives); everything without it. */
  readonly union?: Union;
}

/** A schema, or what else its field may hold. */
export interface Union {
  readonly schema: StructNode;
  readonly or: 'bool' | 'schemas' | 'strings';
}
