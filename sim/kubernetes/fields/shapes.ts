import { isObject } from '../../../kube/json';
import type { Json } from '../../../kube/json';
import type { AnyNode, ListNode, ScalarNode, TypeNode } from '../schema/type-node';

/** How a value is merged and owned: its type, or for deduced types what the value itself looks like. */
export type Shape = MapShape | ListShape | ScalarShape;

export interface MapShape {
  readonly kind: 'map';
  readonly atomic: boolean;
  /** Whether the schema names the field, as a struct does and a map does not. */
  declares(key: string): boolean;
  /** Undefined for a field that the schema does not allow. */
  child(key: string): TypeNode | undefined;
}

export interface ListShape {
  readonly kind: 'list';
  readonly type: ListNode;
  readonly atomic: boolean;
}

export interface ScalarShape {
  readonly kind: 'scalar';
  /** Undefined in deduced types, where any scalar will do. */
  readonly type?: ScalarNode;
}

/** The type of what no schema describes: its maps are merged field by field, its lists as a whole. */
export const DEDUCED: AnyNode = { kind: 'any', goType: '' };

const RAW_EXTENSION = 'runtime.RawExtension';
const INT_OR_STRING = 'intstr.IntOrString';

const shapes = new WeakMap<TypeNode, Shape>();

export function shapeOf(type: TypeNode, value: Json | undefined): Shape {
  if (type.kind === 'any') return deducedShape(type, value);
  if (isUntyped(type)) return deducedShape(DEDUCED, value);
  let shape = shapes.get(type);
  if (shape === undefined) shapes.set(type, (shape = declaredShape(type)));
  return shape;
}

/** x-kubernetes-int-or-string stands without a type, unlike Go's IntOrString. */
function isUntyped(type: TypeNode): boolean {
  return type.kind === 'scalar' && type.scalar === 'intOrString' && type.goType !== INT_OR_STRING;
}

function declaredShape(type: Exclude<TypeNode, AnyNode>): Shape {
  switch (type.kind) {
    case 'struct': {
      const unknown = type.preserveUnknown ? DEDUCED : undefined;
      return {
        kind: 'map',
        atomic: type.atomic,
        declares: (key) => type.field(key) !== undefined,
        child: (key) => type.field(key)?.type ?? unknown,
      };
    }
    case 'map':
      return { kind: 'map', atomic: type.atomic, declares: () => false, child: () => type.value };
    case 'list':
      return { kind: 'list', type, atomic: type.listType === 'atomic' };
    case 'scalar':
      return { kind: 'scalar', type };
  }
}

const ATOMIC_LIST: ListShape = { kind: 'list', atomic: true, type: { kind: 'list', item: DEDUCED, listType: 'atomic', mapKeys: [] } };
const ANY_SCALAR: ScalarShape = { kind: 'scalar' };

function deducedShape(type: AnyNode, value: Json | undefined): Shape {
  if (Array.isArray(value)) return ATOMIC_LIST;
  if (value !== null && value !== undefined && !isObject(value)) return ANY_SCALAR;
  return { kind: 'map', atomic: type.goType === RAW_EXTENSION, declares: () => false, child: () => type };
}
