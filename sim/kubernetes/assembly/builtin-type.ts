import type { JsonObject } from '../../../kube/json';
import type { GroupVersionKind } from '../../../kube/meta';
import { structuralType } from '../custom/schema/structural-type';
import { builtInType } from '../schema';
import type { StructNode } from '../schema/type-node';

const ANYTHING: JsonObject = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** The type of a built-in kind. One that nobody described keeps whatever it is sent beside its metadata, and has no protobuf. */
export function builtinType(kind: GroupVersionKind): StructNode {
  return builtInType(kind) ?? structuralType(ANYTHING);
}
