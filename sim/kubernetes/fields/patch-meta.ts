import { goQuote } from '../../../base/go';
import { unclassified } from './patch-errors';
import type { ScalarKind, TypeNode } from '../schema/type-node';

/** How one field takes part in a strategic merge. */
export interface PatchMeta {
  /** Of the field, or of its items where a list was asked for. */
  readonly type: TypeNode;
  /** `merge`, `replace` or empty; `retainKeys` beside it has no meaning here. */
  readonly strategy: string;
  /** Empty for lists without one. */
  readonly mergeKey: string;
}

export function mapMeta(type: TypeNode, key: string): PatchMeta {
  if (type.kind !== 'struct' && type.kind !== 'any') {
    throw unclassified(`merging an object in json but data type is not struct, instead is: ${reflectKind(type)}`);
  }
  const fields = type.kind === 'struct' ? type.fields : [];
  const exact = type.kind === 'struct' ? type.field(key) : undefined;
  const field = exact ?? fields.find(({ name }) => name.toLowerCase() === key.toLowerCase());
  if (field === undefined) {
    throw unclassified(`unable to find api field in struct ${structName(type)} for the json field ${goQuote(key)}`);
  }
  const strategies = (field.patchStrategy ?? '').split(',').filter((strategy) => strategy !== 'retainKeys');
  if (strategies.length > 1) throw unclassified(`unexpected patch strategy: [${strategies.join(' ')}]`);
  return { type: field.type, strategy: strategies[0] ?? '', mergeKey: field.patchMergeKey ?? '' };
}

export function listMeta(type: TypeNode, key: string): PatchMeta {
  const meta = mapMeta(type, key);
  if (meta.type.kind !== 'list') throw unclassified(`expected slice or array type, but got: ${reflectKind(type)}`);
  if (meta.type.item.kind === 'list') throw unclassified('unexpected slice of slice');
  return { ...meta, type: meta.type.item };
}

/** How Go's reflect calls the kind behind a type. */
export function reflectKind(type: TypeNode): string {
  if (type.kind === 'list') return 'slice';
  if (type.kind === 'any') return 'struct';
  return type.kind === 'scalar' ? SCALARS[type.scalar] : type.kind;
}

const SCALARS: Readonly<Record<ScalarKind, string>> = {
  string: 'string',
  bool: 'bool',
  int32: 'int32',
  int64: 'int64',
  float64: 'float64',
  integer: 'int64',
  number: 'float64',
  bytes: 'slice',
  time: 'struct',
  microTime: 'struct',
  duration: 'struct',
  quantity: 'struct',
  intOrString: 'struct',
};

function structName(type: TypeNode): string {
  if (type.kind === 'struct') return type.name;
  return type.kind === 'any' ? type.goType.replace(/^.*\./, '') : '';
}
