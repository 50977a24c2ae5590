// Joins the dumped facts of a Kubernetes release into sim/kubernetes/schema/data/*.json, one file per Go package:
//   node --require ts-node/register tools/build-kube-data.ts PATH/TO/DATA
// go-types.json is what tools/kube-types prints: what Go's reflection knows (order, pointers, omitempty, protobuf numbers). openapi-v3.*.json are
// the documents that a server has under /openapi/v3, by path with `_` for `/`: what the markers say
// (defaults, list and map types, required, enum). What follows from a rule is left out; schema/package-data.ts documents the format.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

interface GoField {
  readonly go: string;
  readonly json?: string;
  readonly inline?: boolean;
  readonly omitempty?: boolean;
  readonly omitzero?: boolean;
  readonly type: string;
  readonly proto?: number;
  readonly patchStrategy?: string;
  readonly patchMergeKey?: string;
}

interface GoType {
  readonly kind?: string;
  readonly underlying?: string;
  readonly fields?: readonly GoField[];
}

interface OpenApiSchema {
  readonly type?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly items?: OpenApiSchema;
  readonly additionalProperties?: OpenApiSchema;
  readonly [extension: `x-kubernetes-${string}`]: unknown;
}

type TypeData = readonly unknown[] | string;

const OUT = path.join(__dirname, '../sim/kubernetes/schema/data');
const TYPE_META = 'k8s.io/apimachinery/pkg/apis/meta/v1.TypeMeta';
// Registered for every group version, so they are not repeated per group.
const EVERYWHERE = ['CreateOptions', 'DeleteOptions', 'GetOptions', 'ListOptions', 'PatchOptions', 'UpdateOptions', 'WatchEvent'];
// Registered by the library, without being stored or dumped by a group.
const META_KINDS = ['Table', 'PartialObjectMetadata', 'PartialObjectMetadataList', 'Status', 'APIGroup', 'APIGroupList', 'APIResourceList'];
// Written as one value in JSON, whatever their Go struct holds: schema/well-known-types.ts knows them.
const WELL_KNOWN = ['pkg.runtime', 'util.intstr', 'api.resource'];
const SCALARS = new Set(['string', 'bool', 'int32', 'int64', 'float64', 'uint8', 'interface {}']);

function main(folder: string): void {
  const facts = JSON.parse(readFileSync(path.join(folder, 'go-types.json'), 'utf8')) as {
    kinds: Readonly<Record<string, string>>;
    types: Readonly<Record<string, GoType>>;
  };
  const schemas = readSchemas(folder);
  const outer = outerTypes(facts.types);
  const schemaOf = (name: string): OpenApiSchema | undefined =>
    schemas.get(openApiName(name)) ?? schemas.get(openApiName(outer.get(name) ?? ''));
  const enums = enumsByType(facts.types, schemaOf);
  const packages = new Map<string, Record<string, TypeData>>();
  for (const [name, type] of Object.entries(facts.types).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const data = type.kind === 'struct' ? structData(name, type, schemaOf(name)) : namedData(name, type, enums.get(name));
    const types = packages.get(packageOf(name)) ?? {};
    packages.set(packageOf(name), { ...types, [typeOf(name)]: data });
  }

  mkdirSync(OUT, { recursive: true });
  for (const [name, types] of packages) {
    if (!WELL_KNOWN.includes(name) && Object.values(types).some((data) => Array.isArray(data))) write(`${name}.json`, types);
  }
  write('kinds.json', kindsData(facts.kinds));
}

function readSchemas(folder: string): ReadonlyMap<string, OpenApiSchema> {
  const schemas = new Map<string, OpenApiSchema>();
  for (const file of readdirSync(folder).filter((name) => name.startsWith('openapi-v3.'))) {
    const document = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as {
      components?: { schemas?: Readonly<Record<string, OpenApiSchema>> };
    };
    for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) schemas.set(name, schema);
  }
  return schemas;
}

/** OpenAPI repeats an enum at every use; it belongs to the named Go type. */
function enumsByType(
  types: Readonly<Record<string, GoType>>,
  schemaOf: (name: string) => OpenApiSchema | undefined,
): ReadonlyMap<string, readonly string[]> {
  const enums = new Map<string, readonly string[]>();
  for (const [name, type] of Object.entries(types)) {
    const properties = schemaOf(name)?.properties ?? {};
    for (const field of type.fields ?? []) {
      const property = properties[field.json ?? ''];
      const values = property?.enum ?? property?.items?.enum ?? property?.additionalProperties?.enum;
      if (values) enums.set(field.type.replace(/^\*|^\[\]|^map\[[^\]]+\]/, ''), values);
    }
  }
  return enums;
}

function namedData(name: string, type: GoType, values: readonly string[] | undefined): TypeData {
  const target = reference(type.underlying ?? 'interface {}', packageOf(name));
  return values === undefined ? target : `${target} ${JSON.stringify(values)}`;
}

/** An inlined struct has no schema of its own: the markers of its fields stand in a type that inlines it. */
function outerTypes(types: Readonly<Record<string, GoType>>): ReadonlyMap<string, string> {
  const inlined = Object.entries(types).flatMap(([name, type]) =>
    (type.fields ?? []).filter((f) => f.inline).map((f): [string, string] => [f.type, name]),
  );
  return new Map(inlined);
}

function structData(name: string, type: GoType, schema: OpenApiSchema | undefined): TypeData {
  const atomic = schema?.['x-kubernetes-map-type'] === 'atomic' ? ['atomic'] : [];
  const isObject = (type.fields ?? []).some((field) => field.type === TYPE_META) ? ['object'] : [];
  const fields = (type.fields ?? []).filter((field) => field.type !== TYPE_META && field.type !== 'time.Time');
  return [...isObject, ...atomic, ...fields.map((field) => fieldData(field, packageOf(name), schema))];
}

function fieldData(field: GoField, home: string, schema: OpenApiSchema | undefined): readonly unknown[] {
  const name = field.inline ? `+${field.go}` : (field.json ?? '-').replace(/^-$/, `-${field.go}`);
  const property = schema?.properties?.[name] ?? {};
  const required = schema === undefined ? !field.omitempty : (schema.required?.includes(name) ?? false);
  const flags = `${field.omitempty ? 'o' : ''}${field.omitzero ? 'z' : ''}${required === !field.omitempty || field.inline ? '' : required ? 'r' : 'n'}`;
  const extras = {
    ...(isZeroDefault(property.default) ? {} : { default: property.default }),
    ...(hasOwnZero(field, property) ? { zero: property.default } : {}),
    ...(property['x-kubernetes-list-type'] ? { list: property['x-kubernetes-list-type'] } : {}),
    ...(property['x-kubernetes-list-map-keys'] ? { keys: property['x-kubernetes-list-map-keys'] } : {}),
    ...(property['x-kubernetes-map-type'] === 'atomic' ? { atomic: true } : {}),
    ...(field.patchStrategy ? { strategy: field.patchStrategy } : {}),
    ...(field.patchMergeKey ? { mergeKey: field.patchMergeKey } : {}),
  };
  const data = [name, reference(field.type, home), field.proto ?? 0, flags, extras];
  while (data.length > 2 && isEmptyTail(data[data.length - 1])) data.pop();
  return data;
}

/** A zero that the generator writes for every plain field says nothing about defaulting. */
function isZeroDefault(value: unknown): boolean {
  return value === undefined || value === '' || value === 0 || value === false || JSON.stringify(value) === '{}';
}

/** A published zero that does not follow from the field being plain; it changes no object. */
function hasOwnZero(field: GoField, property: OpenApiSchema): boolean {
  const scalar = property.default === '' || property.default === 0 || property.default === false;
  return scalar && (field.omitempty === true || field.type.startsWith('*'));
}

function isEmptyTail(value: unknown): boolean {
  return value === 0 || value === '' || JSON.stringify(value) === '{}';
}

/** `*[]core.v1.Container`, or `Container` alone at home. */
function reference(type: string, home: string): string {
  const map = /^map\[([^\]]+)\](.*)$/.exec(type);
  if (map) return `map[${reference(map[1] ?? '', home)}]${reference(map[2] ?? '', home)}`;
  const prefix = /^(\*|\[\])/.exec(type)?.[0];
  if (prefix) return prefix + reference(type.slice(prefix.length), home);
  if (SCALARS.has(type)) return type;
  return packageOf(type) === home ? typeOf(type) : `${packageOf(type)}.${typeOf(type)}`;
}

/** The kinds of each group version; a kind is a type of its group's own package unless it says otherwise. */
function kindsData(kinds: Readonly<Record<string, string>>): Record<string, string[]> {
  const data: Record<string, string[]> = { 'meta.k8s.io/v1': META_KINDS };
  for (const [key, type] of Object.entries(kinds)) {
    const [gv, kind] = [key.slice(0, key.lastIndexOf('/')), key.slice(key.lastIndexOf('/') + 1)];
    if (EVERYWHERE.includes(kind)) continue;
    data[gv] = [...(data[gv] ?? []), typeOf(type) === kind && packageOf(type) === packageOfGroup(gv) ? kind : `${packageOf(type)}.${kind}`];
  }
  return data;
}

/** `certificates.k8s.io/v1` lives in `certificates.v1`, the core group in `core.v1`, meta.k8s.io in `meta.v1`. */
function packageOfGroup(gv: string): string {
  return gv.includes('/') ? `${gv.split('.')[0]?.split('/')[0] ?? ''}.${gv.split('/')[1] ?? ''}` : `core.${gv}`;
}

/** `core.v1`, `meta.v1`, `util.intstr`: the last two parts are unique. */
function packageOf(name: string): string {
  return name.slice(0, name.lastIndexOf('.')).split('/').slice(-2).join('.');
}

function typeOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function openApiName(name: string): string {
  const [host = '', ...rest] = name.split('/');
  return [...host.split('.').reverse(), ...rest].join('.');
}

/** One type a line, so that a diff between releases can be read. */
function write(file: string, data: Readonly<Record<string, unknown>>): void {
  const lines = Object.entries(data).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  writeFileSync(path.join(OUT, file), `{\n${lines.join(',\n')}\n}\n`);
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Say where the dumped facts are: build-kube-data.ts PATH/TO/DATA');
main(folder);
