import { PACKAGES, RULES } from './package-data';
import { UNION_SCHEMA, UNIONS, WELL_KNOWN } from './well-known-types';
import type { FieldData, FieldExtras, StructData } from './package-data';
import type { AnyNode, Embedded, FieldNode, FieldRule, ListNode, MapNode, OneOf, StructNode, TypeNode } from './type-node';

const compiled = new Map<string, TypeNode>();

/** The type of that full name (`core.v1.Pod`), compiled once; its fields follow when they are read. */
export function typeByName(name: string): TypeNode {
  const known = WELL_KNOWN[name] ?? compiled.get(name);
  if (known !== undefined) return known;
  const type = compileNamed(name);
  compiled.set(name, type);
  return type;
}

function compileNamed(name: string): TypeNode {
  const union = UNIONS[name];
  if (union !== undefined) return unionNode(name, union);
  const [home, local] = splitName(name);
  const data = PACKAGES[home]?.[local];
  if (data === undefined) throw new Error(`No type ${name} in schema/data: rebuild it with tools/build-kube-data.ts`);
  if (typeof data !== 'string') return structNode(home, local, data);
  const [underlying = '', values] = data.split(/ (?=\[")/);
  const node = typeOf(underlying, home, {});
  const goType = goName(home, local);
  if (node.kind !== 'scalar' || values === undefined) return { ...node, goType };
  return { ...node, goType, enum: JSON.parse(values) as string[] };
}

function structNode(home: string, name: string, data: StructData): StructNode {
  const fields = [...(data.includes('object') ? TYPE_META : []), ...fieldsOf(`${home}.${name}`, data)];
  const byName = new Map(fields.map((field) => [field.name, field]));
  return {
    kind: 'struct',
    name,
    goType: goName(home, name),
    fields,
    field: (key) => byName.get(key),
    atomic: data.includes('atomic'),
    preserveUnknown: false,
    ...oneOfRule(`${home}.${name}`),
  };
}

function oneOfRule(owner: string): { readonly oneOf?: OneOf } {
  const oneOf = RULES[owner]?.[''];
  return oneOf === undefined ? {} : { oneOf };
}

function fieldsOf(owner: string, data: StructData, embedded: readonly Embedded[] = []): FieldNode[] {
  const [home] = splitName(owner);
  return data.flatMap((field) => {
    if (typeof field === 'string' || field[0].startsWith('-')) return [];
    if (!field[0].startsWith('+')) return [new LazyField(owner, field, embedded)];
    const inlinedName = fullName(field[1], home);
    const [inlinedHome, local] = splitName(inlinedName);
    const inlined = PACKAGES[inlinedHome]?.[local];
    if (inlined === undefined || typeof inlined === 'string') return [];
    return fieldsOf(inlinedName, inlined, [...embedded, { goName: field[0].slice(1), proto: field[2] ?? 0 }]);
  });
}

class LazyField implements FieldNode {
  readonly name: string;
  readonly omitempty: boolean;
  readonly omitzero: boolean;
  readonly pointer: boolean;
  readonly proto: number;
  readonly embedded: readonly Embedded[];
  readonly required: boolean;
  readonly default?: FieldNode['default'];
  readonly patchStrategy?: string;
  readonly patchMergeKey?: string;
  readonly rule?: FieldRule;
  readonly #resolve: () => TypeNode;
  #type: TypeNode | undefined;

  constructor(owner: string, [name, type, proto = 0, flags = '', extras = {}]: FieldData, embedded: readonly Embedded[]) {
    this.name = name;
    this.omitempty = flags.includes('o');
    this.omitzero = flags.includes('z');
    this.pointer = type.startsWith('*');
    this.proto = proto;
    this.embedded = embedded;
    this.required = flags.includes('r') || (!this.omitempty && !flags.includes('n'));
    if (extras.default !== undefined) this.default = extras.default;
    if (extras.strategy !== undefined) this.patchStrategy = extras.strategy;
    if (extras.mergeKey !== undefined) this.patchMergeKey = extras.mergeKey;
    const rule = RULES[owner]?.[name] as FieldRule | undefined;
    if (rule !== undefined) this.rule = rule;
    this.#resolve = () => typeOf(type, splitName(owner)[0], extras);
  }

  get type(): TypeNode {
    return (this.#type ??= this.#resolve());
  }
}

/** In JSON alone; protobuf has them in its envelope. */
const IN_TYPE_META: readonly Embedded[] = [{ goName: 'TypeMeta', proto: 0 }];
const TYPE_META: readonly FieldNode[] = [
  new LazyField('meta.v1.TypeMeta', ['kind', 'string', 0, 'o'], IN_TYPE_META),
  new LazyField('meta.v1.TypeMeta', ['apiVersion', 'string', 0, 'o'], IN_TYPE_META),
];

function typeOf(type: string, home: string, extras: FieldExtras): TypeNode {
  const text = type.startsWith('*') ? type.slice(1) : type;
  const known = WELL_KNOWN[text];
  if (known !== undefined) return known;
  if (text.startsWith('[]')) return listNode(text.slice(2), home, extras);
  const map = /^map\[([^\]]+)\](.*)$/.exec(text);
  if (map !== null) return mapNode(map[1] ?? '', typeOf(map[2] ?? '', home, {}), { home, atomic: extras.atomic ?? false });
  const node = typeByName(fullName(text, home));
  // What a field says of its map or list holds for a named type too, without changing the type.
  if (node.kind === 'struct' && extras.atomic === true) return { ...node, atomic: true };
  if (node.kind === 'map' && extras.atomic === true) return { ...node, atomic: true };
  return node;
}

function listNode(itemType: string, home: string, extras: FieldExtras): ListNode {
  const item = typeOf(itemType, home, {});
  return { kind: 'list', goType: `[]${goTypeOf(item)}`, item, listType: extras.list ?? 'atomic', mapKeys: extras.keys ?? [] };
}

function mapNode(key: string, value: TypeNode, { home, atomic }: { readonly home: string; readonly atomic: boolean }): MapNode {
  const keyType = key === 'string' ? key : goName(...splitName(fullName(key, home)));
  return { kind: 'map', goType: `map[${keyType}]${goTypeOf(value)}`, value, atomic };
}

function unionNode(name: string, or: 'bool' | 'schemas' | 'strings'): AnyNode {
  return {
    kind: 'any',
    goType: goName(...splitName(name)),
    union: {
      or,
      get schema() {
        return typeByName(UNION_SCHEMA) as StructNode;
      },
    },
  };
}

function goTypeOf(type: TypeNode): string {
  return type.goType ?? '';
}

/** `v1.Pod` of `core.v1.Pod`: Go prints the last part of the package's path. */
function goName(home: string, local: string): string {
  return `${home.slice(home.lastIndexOf('.') + 1)}.${local}`;
}

function fullName(type: string, home: string): string {
  return type.includes('.') ? type : `${home}.${type}`;
}

function splitName(name: string): [home: string, local: string] {
  const dot = name.lastIndexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
}
