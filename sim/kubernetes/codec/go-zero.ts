import type { Json } from '../../../kube/json';
import type { ScalarKind, TypeNode } from '../schema/type-node';

/** Structs in Go although they are one value in JSON. */
const SCALAR_STRUCTS: readonly ScalarKind[] = ['time', 'microTime', 'quantity', 'intOrString'];

/** Whether Go holds it in a struct, which omitempty never leaves out. */
export function isGoStruct(type: TypeNode): boolean {
  if (type.kind === 'any') return type.goType !== 'interface {}';
  return type.kind === 'struct' || (type.kind === 'scalar' && SCALAR_STRUCTS.includes(type.scalar));
}

/** What Go prints for a value that was never set; for a struct, the members that it always prints are left to the caller. */
export function zeroValue(type: TypeNode): Json {
  if (type.kind === 'struct') return {};
  return type.kind === 'scalar' ? zeroScalar(type.scalar) : null;
}

function zeroScalar(scalar: ScalarKind): Json {
  if (scalar === 'string') return '';
  if (scalar === 'bool') return false;
  if (scalar === 'quantity') return '0';
  if (scalar === 'duration') return '0s';
  return scalar === 'bytes' || scalar === 'time' || scalar === 'microTime' ? null : 0;
}
