import { isObject, type Json, type JsonObject } from '../../../../kube/json';
import { builtInType } from '../../schema';
import type { AnyNode, FieldNode, ListNode, MapNode, ScalarKind, ScalarNode, StructNode, TypeNode } from '../../schema/type-node';

const ANY: AnyNode = { kind: 'any', goType: '' };
const META = { group: '', version: 'v1' };

const types = new WeakMap<JsonObject, StructNode>();

/** The type of a custom resource from the structural schema of one of its versions. Compiled as far as it is read, once per schema. */
export function structuralType(schema: JsonObject): StructNode {
  const known = types.get(schema);
  if (known !== undefined) return known;
  const made = compile(schema);
  types.set(schema, made);
  return made;
}

function compile(schema: JsonObject): StructNode {
  const known: FieldNode[] = [
    field('apiVersion', STRING, true),
    field('kind', STRING, true),
    { ...field('metadata', metadataType(), false), omitempty: true },
  ];
  const own = structFields(schema).filter(({ name }) => !known.some((other) => other.name === name));
  return structOf([...known, ...own], schema);
}

const STRING: ScalarNode = { kind: 'scalar', scalar: 'string', goType: 'string' };

/** ObjectMeta, as every kind has it. */
function metadataType(): TypeNode {
  const type = builtInType({ ...META, kind: 'Namespace' })?.field('metadata')?.type;
  if (type === undefined) throw new Error('The built-in types lack ObjectMeta: rebuild schema/data');
  return type;
}

function typeOf(schema: JsonObject): TypeNode {
  if (schema['x-kubernetes-int-or-string'] === true) return scalarOf('intOrString');
  switch (schema.type) {
    case 'object':
      return objectType(schema);
    case 'array':
      return listType(schema);
    case 'string':
      return { ...scalarOf(schema.format === 'byte' ? 'bytes' : 'string'), ...enumOf(schema) };
    case 'boolean':
      return scalarOf('bool');
    case 'integer':
      return scalarOf(schema.format === 'int32' || schema.format === 'int64' ? schema.format : 'integer');
    case 'number':
      return scalarOf('number');
    default:
      return ANY;
  }
}

function objectType(schema: JsonObject): StructNode | MapNode | AnyNode {
  const { additionalProperties, properties } = schema;
  if (
    properties === undefined &&
    schema['x-kubernetes-preserve-unknown-fields'] === true &&
    schema['x-kubernetes-embedded-resource'] !== true
  )
    return ANY;
  if (properties === undefined && isObject(additionalProperties)) {
    return {
      kind: 'map',
      value: typeOf(additionalProperties),
      atomic: schema['x-kubernetes-map-type'] === 'atomic',
    };
  }
  if (properties === undefined && additionalProperties === true) return { kind: 'map', value: ANY, atomic: false };
  if (schema['x-kubernetes-embedded-resource'] === true) return embeddedType(schema);
  return structOf(structFields(schema), schema);
}

/** An object inside an object keeps its own kind, apiVersion and metadata. */
function embeddedType(schema: JsonObject): StructNode {
  const meta = [field('apiVersion', STRING, true), field('kind', STRING, true), field('metadata', metadataType(), false)];
  return structOf([...meta, ...structFields(schema).filter(({ name }) => !meta.some((other) => other.name === name))], schema);
}

function structFields(schema: JsonObject): FieldNode[] {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  return Object.keys(properties)
    .sort()
    .map((name) => new LazyField(name, properties[name], required.has(name)));
}

function structOf(fields: readonly FieldNode[], schema: JsonObject): StructNode {
  const byName = new Map(fields.map((one) => [one.name, one]));
  return {
    kind: 'struct',
    name: '',
    fields,
    field: (name) => byName.get(name),
    atomic: schema['x-kubernetes-map-type'] === 'atomic',
    preserveUnknown: schema['x-kubernetes-preserve-unknown-fields'] === true,
  };
}

class LazyField implements FieldNode {
  readonly omitempty = false;
  readonly pointer = true;
  readonly proto = 0;
  readonly nullable: boolean;
  readonly default?: Json;
  #type: TypeNode | undefined;

  constructor(
    readonly name: string,
    private readonly schema: Json | undefined,
    readonly required: boolean,
  ) {
    this.nullable = isObject(schema) && schema.nullable === true;
    if (isObject(schema) && schema.default !== undefined) this.default = schema.default;
  }

  get type(): TypeNode {
    return (this.#type ??= isObject(this.schema) ? typeOf(this.schema) : ANY);
  }
}

function field(name: string, type: TypeNode, omitempty: boolean): FieldNode {
  return { name, type, omitempty, pointer: false, proto: 0, required: false };
}

function listType(schema: JsonObject): ListNode {
  const { items } = schema;
  const listed = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'];
  return {
    kind: 'list',
    item: isObject(items) ? typeOf(items) : ANY,
    listType: listed === 'set' || listed === 'map' ? listed : 'atomic',
    mapKeys: Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [],
  };
}

function scalarOf(scalar: ScalarKind): ScalarNode {
  return { kind: 'scalar', scalar, goType: scalar };
}

function enumOf(schema: JsonObject): { enum?: readonly string[] } {
  return Array.isArray(schema.enum) ? { enum: schema.enum.filter((value) => typeof value === 'string') } : {};
}
