import type { FieldNode, ListNode, StructNode, TypeNode } from '../../schema/type-node';

/** How a struct lies in its message: its own fields, and the Go structs that JSON inlines as messages inside. */
export interface MessageFields {
  /** By ascending number. */
  readonly entries: readonly MessageField[];
}

export type MessageField =
  { readonly number: number; readonly field: FieldNode } | { readonly number: number; readonly embedded: MessageFields };

export function messageFields(type: StructNode): MessageFields {
  return layer(type.fields, 0);
}

function layer(fields: readonly FieldNode[], depth: number): MessageFields {
  const own: MessageField[] = [];
  const nested = new Map<number, FieldNode[]>();
  for (const field of fields) {
    const inside = field.embedded?.[depth];
    if (inside?.proto === 0) continue; // kind and apiVersion are in the envelope
    if (inside !== undefined) nested.set(inside.proto, [...(nested.get(inside.proto) ?? []), field]);
    else if (field.proto > 0) own.push({ number: field.proto, field });
  }
  const embedded = [...nested].map(([number, members]): MessageField => ({ number, embedded: layer(members, depth + 1) }));
  return { entries: [...own, ...embedded].sort((a, b) => a.number - b.number) };
}

/** What a field repeats; undefined for a single value. */
export function repeatedItem(type: TypeNode): TypeNode | undefined {
  return type.kind === 'list' && !isItemsMessage(type) ? type.item : undefined;
}

/** Named lists of strings (ExtraValue, Verbs) are messages of their own, so that empty and absent can be told apart. */
function isItemsMessage(type: ListNode): boolean {
  return type.goType !== undefined && !type.goType.startsWith('[]') && type.item.kind === 'scalar';
}
