import type { Json } from '../../../kube/json';
import type { FieldNode, ScalarKind } from '../schema/type-node';

const ZEROS: Readonly<Record<ScalarKind, Json>> = {
  string: '',
  bool: false,
  int32: 0,
  int64: 0,
  float64: 0,
  integer: 0,
  number: 0,
  bytes: null,
  time: null,
  microTime: null,
  duration: '0s',
  quantity: '0',
  intOrString: 0,
};

/** What Go has in a field that nobody set. */
export function zeroOf({ pointer, type }: FieldNode): Json {
  if (pointer) return null;
  if (type.kind === 'struct') return {};
  return type.kind === 'scalar' ? ZEROS[type.scalar] : null;
}
