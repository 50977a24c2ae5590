import { isObject, type Json, type JsonObject } from '../../../kube/json';
import { apiVersionOf, parseApiVersion, type GroupVersionKind } from '../../../kube/meta';
import type { ResourceDefinition, VersionDefinition } from '../model/definition';
import descriptions from './data/descriptions.json';
import { KINDS, PACKAGES, type FieldData, type FieldExtras, type StructData } from '../schema/package-data';

/** What differs between OpenAPI 2 and 3. */
export interface Dialect {
  /** Prefix of a reference: `#/definitions/`. */
  readonly refs: string;
  /** Whether defaults are published; OpenAPI 2 leaves them out. */
  readonly defaults: boolean;
  /** Schemas that OpenAPI 2 cannot say as they are. */
  readonly intOrString: JsonObject;
  readonly quantity: JsonObject;
}

export const V3: Dialect = {
  refs: '#/components/schemas/',
  defaults: true,
  intOrString: { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
  quantity: { oneOf: [{ type: 'string' }, { type: 'number' }] },
};

export const V2: Dialect = {
  refs: '#/definitions/',
  defaults: false,
  intOrString: { type: 'string', format: 'int-or-string' },
  quantity: { type: 'string' },
};

/** Our own words for the fields that this lab is about, by type and field; '' is the type itself. */
const DESCRIPTIONS = descriptions as Readonly<Record<string, Readonly<Record<string, string>>>>;

const TYPE_META: JsonObject = Object.fromEntries(
  ['apiVersion', 'kind'].map((name) => [name, described({ type: 'string' }, DESCRIPTIONS['meta.v1.TypeMeta']?.[name])]),
);

const OBJECT_META = 'meta.v1.ObjectMeta';
const METADATA = DESCRIPTIONS['meta.v1.Object']?.metadata;

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

// Packages whose public name is not io.k8s.api.<package>.
const PREFIXES: Readonly<Record<string, string>> = {
  'meta.v1': META,
  'apiregistration.v1': 'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1',
  'apiextensions.v1': 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1',
  'pkg.runtime': 'io.k8s.apimachinery.pkg.runtime',
  'util.intstr': 'io.k8s.apimachinery.pkg.util.intstr',
  'api.resource': 'io.k8s.apimachinery.pkg.api.resource',
};

const SCALARS: Readonly<Record<string, { schema: JsonObject; zero?: Json }>> = {
  string: { schema: { type: 'string' }, zero: '' },
  bool: { schema: { type: 'boolean' }, zero: false },
  int32: { schema: { type: 'integer', format: 'int32' }, zero: 0 },
  int64: { schema: { type: 'integer', format: 'int64' }, zero: 0 },
  float64: { schema: { type: 'number', format: 'double' }, zero: 0 },
  '[]uint8': { schema: { type: 'string', format: 'byte' } },
  'pkg.types.UID': { schema: { type: 'string' }, zero: '' },
};

// Written as one value in JSON, whatever Go's struct holds; the dialect says the last two.
const OPAQUE: Readonly<Record<string, JsonObject>> = {
  'meta.v1.Time': { type: 'string', format: 'date-time' },
  'meta.v1.MicroTime': { type: 'string', format: 'date-time' },
  'meta.v1.Duration': { type: 'string' },
  'meta.v1.FieldsV1': { type: 'object' },
  'meta.v1.Patch': { type: 'object' },
  'pkg.runtime.RawExtension': { type: 'object' },
  'apiextensions.v1.JSON': {},
  'apiextensions.v1.JSONSchemaPropsOrArray': {},
  'apiextensions.v1.JSONSchemaPropsOrBool': {},
  'apiextensions.v1.JSONSchemaPropsOrStringArray': {},
};

/** `core.v1.Pod` -> `io.k8s.api.core.v1.Pod`. */
export function schemaName(type: string): string {
  const dot = type.lastIndexOf('.');
  const home = type.slice(0, dot);
  return `${PREFIXES[home] ?? `io.k8s.api.${home}`}${type.slice(dot)}`;
}

/** `cert-manager.io/v1 Issuer` -> `io.cert-manager.v1.Issuer`. */
function customSchemaName({ group, version, kind }: GroupVersionKind): string {
  return [...group.split('.').reverse(), version, kind].join('.');
}

/** Full type name of a built-in kind, or undefined. */
export function typeNameOf(apiVersion: string, kind: string): string | undefined {
  const { group, version } = parseApiVersion(apiVersion);
  const home = group === '' ? `core.${version}` : `${group.split('.')[0] ?? ''}.${version}`;
  const name = KINDS[apiVersion]?.find((entry) => entry === kind || entry.endsWith(`.${kind}`));
  if (name === undefined) return (OPAQUE[`meta.v1.${kind}`] ?? PACKAGES['meta.v1']?.[kind]) ? `meta.v1.${kind}` : undefined;
  return name.includes('.') ? name : `${home}.${name}`;
}

/** Collects the schemas of types and of all they refer to. `apiVersion` is the group that the document is about: shared kinds name it. */
export class SchemaCollector {
  readonly schemas: Record<string, JsonObject> = {};

  constructor(
    private readonly dialect: Dialect,
    private readonly apiVersions: readonly string[],
  ) {}

  /** A reference to a kind of the API, built in or custom. */
  kindRef({ group, version, kind }: GroupVersionKind): JsonObject {
    const custom = customSchemaName({ group, version, kind });
    if (this.schemas[custom] !== undefined) return { $ref: `${this.dialect.refs}${custom}` };
    const type = typeNameOf(apiVersionOf({ group, version }), kind);
    return type === undefined ? { type: 'object' } : this.ref(type);
  }

  /** Adds the schemas of a custom resource and its list, as its definition publishes them. */
  addCustom(definition: ResourceDefinition, version: VersionDefinition): void {
    if (!definition.custom) return;
    const gv = { group: definition.group, version: version.version };
    const gvk = { ...gv, kind: definition.kind };
    const published = this.dialect.defaults ? version.openApi?.() : version.openApiV2?.();
    const schema = published ?? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
    const properties = isObject(schema.properties) ? schema.properties : {};
    // In OpenAPI 2, clients would take any property for the only ones there are.
    const open = !this.dialect.defaults && schema['x-kubernetes-preserve-unknown-fields'] === true;
    const metadata = described(this.wrapped(this.ref(OBJECT_META)), METADATA);
    this.schemas[customSchemaName(gvk)] = {
      ...(open ? { type: 'object' } : { ...schema, properties: { ...properties, ...TYPE_META, metadata } }),
      'x-kubernetes-group-version-kind': [gvk],
    };
    const item = { $ref: `${this.dialect.refs}${customSchemaName(gvk)}` };
    const list = { ...gv, kind: definition.listKind };
    this.schemas[customSchemaName(list)] = {
      type: 'object',
      required: ['items'],
      properties: { ...TYPE_META, items: { type: 'array', items: item }, metadata: this.wrapped(this.ref('meta.v1.ListMeta')) },
      'x-kubernetes-group-version-kind': [list],
    };
  }

  private wrapped(ref: JsonObject): JsonObject {
    return this.dialect.defaults ? { allOf: [ref] } : ref;
  }

  /** A reference to the type, whose schema is collected. */
  ref(type: string): JsonObject {
    const name = schemaName(type);
    if (this.schemas[name] === undefined) {
      this.schemas[name] = {};
      this.schemas[name] = this.schemaOf(type);
    }
    return { $ref: `${this.dialect.refs}${name}` };
  }

  private schemaOf(type: string): JsonObject {
    if (type === 'util.intstr.IntOrString') return this.dialect.intOrString;
    if (type === 'api.resource.Quantity') return this.dialect.quantity;
    const opaque = OPAQUE[type];
    if (opaque !== undefined) return opaque;
    const dot = type.lastIndexOf('.');
    const data = PACKAGES[type.slice(0, dot)]?.[type.slice(dot + 1)];
    if (data === undefined || typeof data === 'string') throw new Error(`OpenAPI cannot describe ${type}: schema/data has no such struct`);
    return this.structSchema(type, data);
  }

  private structSchema(type: string, data: StructData): JsonObject {
    const home = type.slice(0, type.lastIndexOf('.'));
    const fields = fieldsOf(data, home);
    const properties: JsonObject = data.includes('object') ? { ...TYPE_META } : {};
    const words = DESCRIPTIONS[type] ?? {};
    for (const { field, owner } of fields) {
      const standard = field[1] === OBJECT_META ? METADATA : undefined;
      properties[field[0]] = described(this.fieldSchema(field, owner), words[field[0]] ?? standard);
    }
    const required = fields.filter(({ field }) => isRequired(field)).map(({ field }) => field[0]);
    const kinds = data.includes('object') ? this.kindsOf(type) : [];
    return {
      ...described({}, words['']),
      type: 'object',
      ...(required.length === 0 ? {} : { required }),
      ...(Object.keys(properties).length === 0 ? {} : { properties: sortedByName(properties) }),
      ...(kinds.length === 0 ? {} : { 'x-kubernetes-group-version-kind': kinds }),
      ...(data.includes('atomic') ? { 'x-kubernetes-map-type': 'atomic' } : {}),
    };
  }

  private fieldSchema([, type, , flags = '', extras = {}]: FieldData, home: string): JsonObject {
    const pointer = type.startsWith('*');
    const schema = this.typeSchema(pointer ? type.slice(1) : type, home, { pointer, omitempty: flags.includes('o') });
    const published = this.dialect.defaults ? (extras.default ?? extras.zero) : undefined;
    const own: JsonObject = published === undefined ? {} : { default: published };
    return { ...schema, ...own, ...extensions(extras) };
  }

  /** Schema of a type expression at a place that may be absent (pointer) or not; a value that cannot be absent has its zero as default. */
  private typeSchema(type: string, home: string, place: { pointer: boolean; omitempty: boolean }): JsonObject {
    if (type.startsWith('[]') && type !== '[]uint8') return { type: 'array', items: this.typeSchema(type.slice(2), home, ELEMENT) };
    const map = /^map\[[^\]]+\](.*)$/.exec(type);
    if (map !== null) return { type: 'object', additionalProperties: this.typeSchema(map[1] ?? '', home, ELEMENT) };
    const scalar = SCALARS[type];
    if (scalar !== undefined) return { ...scalar.schema, ...this.zero(scalar.zero, place) };
    const name = type.includes('.') ? type : `${home}.${type}`;
    const dot = name.lastIndexOf('.');
    const data = OPAQUE[name] === undefined ? PACKAGES[name.slice(0, dot)]?.[name.slice(dot + 1)] : undefined;
    if (typeof data === 'string') {
      const [underlying = '', values] = data.split(/ (?=\[")/);
      const schema = this.typeSchema(underlying, name.slice(0, dot), place);
      return values === undefined ? schema : { ...schema, enum: JSON.parse(values) as Json };
    }
    return this.structRef(name, data !== undefined, place);
  }

  private structRef(name: string, struct: boolean, place: { pointer: boolean; omitempty: boolean }): JsonObject {
    const ref = this.ref(name);
    if (!this.dialect.defaults) return ref;
    if (struct && !place.pointer) return { default: {}, allOf: [ref] };
    // A reference beside other members stands in an allOf, since OpenAPI 3.0 ignores what stands beside it.
    return place === ELEMENT ? ref : { allOf: [ref] };
  }

  private zero(value: Json | undefined, place: { pointer: boolean; omitempty: boolean }): JsonObject {
    if (!this.dialect.defaults || value === undefined || place.pointer || place.omitempty) return {};
    return { default: value };
  }

  private kindsOf(type: string): JsonObject[] {
    const kind = type.slice(type.lastIndexOf('.') + 1);
    const shared = type.startsWith('meta.v1.') && (kind.endsWith('Options') || kind === 'WatchEvent');
    const versions = shared
      ? ['v1', ...this.apiVersions.filter((v) => v !== 'v1')]
      : Object.keys(KINDS).filter((v) => typeNameOf(v, kind) === type && KINDS[v]?.some((n) => n.endsWith(kind)));
    const named = new Set(versions.map((apiVersion) => (apiVersion === 'meta.k8s.io/v1' ? 'v1' : apiVersion)));
    return [...named].map((apiVersion) => ({ ...parseApiVersion(apiVersion), kind }));
  }
}

const ELEMENT = { pointer: false, omitempty: false };

function isRequired([, , , flags = '']: FieldData): boolean {
  return flags.includes('r') || (!flags.includes('o') && !flags.includes('n'));
}

/** With the fields of embedded structs in place of them, each with the package that its type names are relative to. */
function fieldsOf(data: StructData, home: string): { field: FieldData; owner: string }[] {
  return data.flatMap((field) => {
    if (typeof field === 'string' || field[0].startsWith('-')) return [];
    if (!field[0].startsWith('+')) return [{ field, owner: home }];
    const name = field[1].includes('.') ? field[1] : `${home}.${field[1]}`;
    const dot = name.lastIndexOf('.');
    const inlined = PACKAGES[name.slice(0, dot)]?.[name.slice(dot + 1)];
    return inlined === undefined || typeof inlined === 'string' ? [] : fieldsOf(inlined, name.slice(0, dot));
  });
}

function extensions(extras: FieldExtras): JsonObject {
  return {
    ...(extras.list === undefined ? {} : { 'x-kubernetes-list-type': extras.list }),
    ...(extras.keys === undefined ? {} : { 'x-kubernetes-list-map-keys': [...extras.keys] }),
    ...(extras.atomic === true ? { 'x-kubernetes-map-type': 'atomic' } : {}),
    ...(extras.mergeKey === undefined ? {} : { 'x-kubernetes-patch-merge-key': extras.mergeKey }),
    ...(extras.strategy === undefined ? {} : { 'x-kubernetes-patch-strategy': extras.strategy }),
  };
}

/** In OpenAPI 2 a reference may have words beside it, as kube-apiserver writes them; in OpenAPI 3 it stands in an allOf by then. */
function described(schema: JsonObject, words: string | undefined): JsonObject {
  return words === undefined ? schema : { description: words, ...schema };
}

function sortedByName(properties: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1)));
}
